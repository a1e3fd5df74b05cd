/**
 * The functions of the kernel at which `probe-writer` has the fault run: those that a change of the file passes, of all
 * filesystems, on DAX and in the page cache. A kernel lacks most of them, or has inlined them; that is found out by
 * trying.
 */
import type { ProbePoint } from '../../native/probe-point.js';
import type { ChangeKind } from '../changes/list.js';
import { pointsOf } from './probe-points.js';

/** write(2) on DAX, around the two statements that must come in order: what the file's map says, and what is invalidated. */
const WRITE_ON_DAX = [
  ...['xfs_dax_write_iomap_end', 'xfs_reflink_end_cow', 'invalidate_inode_pages2_range'],
  ...['dax_iomap_iter', 'dax_iomap_rw', 'xfs_direct_write_iomap_begin', 'xfs_iomap_write_direct'],
  ...['xfs_reflink_allocate_cow', 'xfs_file_iomap_begin', 'ext4_iomap_begin', 'ext4_iomap_end'],
  ...[
    'ext2_iomap_begin',
    'fuse_iomap_begin',
    'iomap_iter',
    'ext4_map_blocks',
    'dax_copy_from_iter',
  ],
] as const;

/** write(2) in the page cache, and O_DIRECT. */
const WRITE_IN_CACHE = [
  ...['iomap_write_begin', 'iomap_write_end', 'iomap_file_buffered_write', 'ext4_da_write_begin'],
  ...['ext4_da_write_end', 'ext4_write_begin', 'generic_perform_write', 'btrfs_buffered_write'],
  ...['btrfs_dirty_folio', 'btrfs_dirty_pages', 'copy_folio_from_iter_atomic', '__iomap_dio_rw'],
  ...['kiocb_invalidate_pages', 'kiocb_invalidate_post_direct_write', 'iomap_dio_complete'],
] as const;

/** What makes unwritten blocks written, and others with them. */
const UNWRITTEN = ['ext4_issue_zeroout', 'ext4_ext_zeroout', 'ext4_split_extent'] as const;

/** What takes pages out of the cache and out of page tables, and the locks that come before or after that. */
const TAKE_OUT = [
  ...['truncate_pagecache_range', 'btrfs_lock_extent_bits', 'btrfs_lock_extent', 'lock_extent'],
  ...['__lock_extent', 'lock_extent_bits', 'truncate_inode_pages_range', 'unmap_mapping_range'],
  ...['unmap_mapping_pages', 'truncate_pagecache', 'xfs_flush_unmap_range'],
] as const;

/** fallocate(2) that takes data away. */
const FREE = [
  ...['btrfs_punch_hole_lock_range', 'btrfs_replace_file_extents', 'btrfs_drop_extents'],
  ...[
    'xfs_free_file_space',
    'xfs_unmap_extent',
    'xfs_bunmapi',
    'xfs_zero_range',
    'iomap_zero_range',
  ],
  ...[
    'dax_zero_range',
    'ext4_ext_remove_space',
    'ext4_es_remove_extent',
    'ext4_zero_partial_blocks',
  ],
  ...['ext4_punch_hole', 'ext4_alloc_file_blocks', 'xfs_alloc_file_space', 'btrfs_fallocate'],
] as const;

/** fallocate(2) that moves what lies behind. */
const MOVE = [
  ...['xfs_prepare_shift', 'xfs_collapse_file_space', 'xfs_insert_file_space'],
  ...['xfs_bmap_collapse_extents', 'xfs_bmap_insert_extents', 'ext4_ext_shift_extents'],
  ...['ext4_es_remove_extent', 'ext4_collapse_range', 'ext4_insert_range', 'xfs_free_file_space'],
] as const;

/** What gives a place the blocks of another one. */
const SHARE = [
  ...['xfs_reflink_remap_prep', 'dax_remap_file_range_prep', 'generic_remap_file_range_prep'],
  ...['xfs_reflink_remap_blocks', 'xfs_reflink_remap_extent', 'xfs_reflink_update_dest'],
  ...['btrfs_clone', 'btrfs_clone_files', 'btrfs_extent_same_range', 'xfs_exchange_range'],
  ...['xfs_exchmaps_mappings', 'xfs_exchrange_mappings', 'filemap_write_and_wait_range'],
] as const;

/** truncate(2), down and up again. */
const TRUNCATE = [
  ...['truncate_setsize', 'xfs_setattr_size', 'xfs_itruncate_extents_flags', 'ext4_truncate'],
  ...['ext4_setattr', 'btrfs_setsize', 'btrfs_truncate_inode_items', 'dax_truncate_page'],
  ...['iomap_truncate_page', 'ext4_block_truncate_page', 'truncate_pagecache'],
] as const;

/** What takes the sharing of blocks back. */
const UNSHARE = ['xfs_reflink_unshare', 'dax_file_unshare', 'iomap_file_unshare'] as const;

/** A store's own fault. */
const STORE = [
  ...['dax_iomap_pte_fault', 'dax_iomap_fault', 'xfs_dax_write_iomap_end', 'xfs_reflink_end_cow'],
  ...['dax_insert_entry', 'dax_fault_iter', 'iomap_page_mkwrite', 'ext4_page_mkwrite'],
  ...['btrfs_page_mkwrite', 'filemap_fault', 'finish_mkwrite_fault', 'handle_mm_fault'],
] as const;

const WRITE = [...WRITE_ON_DAX, ...WRITE_IN_CACHE];
const TRANSFER = [...SHARE, ...TAKE_OUT, ...WRITE_IN_CACHE];

const SYMBOLS: Readonly<Record<ChangeKind, readonly string[]>> = {
  write: WRITE,
  'direct-write': WRITE,
  'vectored-write': WRITE,
  append: WRITE,
  'neighbour-write': [...UNWRITTEN, ...WRITE],
  overwrite: WRITE,
  'direct-overwrite': WRITE,
  'write-beside-store': WRITE,
  'overwrite-beside-store': WRITE,
  'refused-write-beside-store': WRITE,
  'short-write': WRITE,
  punch: [...TAKE_OUT, ...FREE],
  'zero-range': [...TAKE_OUT, ...FREE],
  'collapse-range': [...TAKE_OUT, ...MOVE],
  'insert-range': [...TAKE_OUT, ...MOVE],
  'truncate-tail': [...TRUNCATE, ...TAKE_OUT],
  'copy-range': TRANSFER,
  'clone-range': TRANSFER,
  'clone-over': TRANSFER,
  'exchange-range': TRANSFER,
  dedupe: [...WRITE_ON_DAX, ...TRANSFER],
  unshare: [...UNSHARE, ...WRITE_ON_DAX, ...TAKE_OUT],
  store: STORE,
  'store-over': STORE,
};

const POINTS = Object.fromEntries(
  Object.entries(SYMBOLS).map(([change, symbols]) => [change, pointsOf([...new Set(symbols)])]),
) as Record<ChangeKind, readonly ProbePoint[]>;

/** The points of a change's call, in the order in which they are first tried. */
export function changePoints(change: ChangeKind): readonly ProbePoint[] {
  return POINTS[change];
}
