/**
 * The functions of the kernel at which `probe` has the write run: those that a read fault on a hole passes,
 * of all filesystems and of kernels since 4.17. A kernel lacks most of them, or has inlined them; that is
 * found out by trying.
 */
import { pointsOf } from './probe-points.js';

/** In the order in which they are first tried: around the look-up of the extent, then outwards. */
const SYMBOLS = [
  ...['ext4_iomap_begin', 'xfs_read_iomap_begin', 'xfs_file_iomap_begin', 'ext2_iomap_begin'],
  ...['fuse_iomap_begin', 'iomap_iter', 'grab_mapping_entry', 'get_unlocked_entry'],
  ...['vmf_insert_mixed', 'vm_insert_mixed', 'dax_load_hole', 'dax_pmd_load_hole'],
  ...['mm_get_huge_zero_page', 'mm_get_huge_zero_folio', 'vmf_insert_folio_pmd'],
  ...['vmf_insert_page_mkwrite', 'dax_insert_entry', 'dax_insert_mapping_entry', 'insert_pfn'],
  ...['ext4_map_blocks', 'ext4_es_lookup_extent', 'xfs_bmapi_read', 'xfs_bmbt_to_iomap'],
  ...['dax_iomap_pte_fault', 'dax_iomap_pmd_fault', 'dax_iomap_fault', 'dax_unlock_entry'],
  ...['put_unlocked_entry', 'ext4_dax_huge_fault', 'ext4_dax_fault', '__xfs_filemap_fault'],
  ...['filemap_fault', 'filemap_map_pages', 'finish_fault', 'handle_mm_fault'],
] as const;

export const FAULT_POINTS = pointsOf(SYMBOLS);
