/**
 * The functions of the kernel at which `probe` has the write run: those that a read fault on a hole passes,
 * of all filesystems and of kernels since 4.17. A kernel lacks most of them, or has inlined them; that is
 * found out by trying.
 */
import type { ProbePoint } from '../../native/probe.js';
import { Portfolio } from './portfolio.js';

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

/** The return from a look-up is where its answer begins to age, so that comes first. */
export const PROBE_POINTS: readonly ProbePoint[] = SYMBOLS.flatMap((symbol) => [
  { symbol, at: 'return' },
  { symbol, at: 'entry' },
]);

/** In the place of how many faults have reached a point: this kernel has no such point. */
export const NO_PROBE = -1;

/** What a point is called in results, and in a plan. */
export function pointName({ symbol, at }: ProbePoint): string {
  return `${symbol} ${at}`;
}

/** A function of the kernel, or the return from it. */
const NAME = /^([a-zA-Z_]\w{0,126}) (entry|return)$/;

/** The point of such a name, null where it is none. */
export function pointOf(name: string): ProbePoint | null {
  const [, symbol, at] = NAME.exec(name) ?? [];
  return symbol === undefined ? null : { symbol, at: at as ProbePoint['at'] };
}

/** The points of a plan: those that it names, or all. */
export function pointsOf({
  points,
}: {
  readonly points?: readonly string[];
}): readonly ProbePoint[] {
  if (points === undefined) return PROBE_POINTS;
  return points.map(pointOf).filter((point) => point !== null);
}

/** What has been found to be missing from this kernel, by its name: no race need try it again. */
const missing = new Set<string>();

/** Of points that were asked for: a round may be of one attempt, and a busy machine may spoil it. */
const MISSES_OF_ASKED = 16;

/** Shares the rounds of `probe` out among the points that a fault passes. */
export class ProbePoints {
  readonly #points: readonly ProbePoint[];
  readonly #portfolio: Portfolio;
  /** Rounds in a row in which no fault has got to a point. */
  readonly #missed = new Map<number, number>();
  readonly #missesAllowed: number;

  constructor(points: readonly ProbePoint[] = PROBE_POINTS) {
    this.#points = points;
    this.#missesAllowed = points === PROBE_POINTS ? 0 : MISSES_OF_ASKED;
    this.#portfolio = new Portfolio(points.length);
    for (const index of points.keys())
      if (missing.has(this.nameOf(index))) this.#portfolio.retire(index);
  }

  /** What a point is called, by its place. */
  nameOf(index: number): string {
    const point = this.#points[index];
    return point === undefined ? '' : pointName(point);
  }

  /** The point of the next round, null where no fault passes any. */
  next(): number | null {
    return this.#portfolio.next();
  }

  /** Whether something was found at a point: rounds there are worth their whole length. */
  hasFound(index: number): boolean {
    return this.#portfolio.hasFound(index);
  }

  /**
   * Notes what a round at a point has taken and found.
   *
   * @param reached how many faults have got there, or NO_PROBE: a point that none reaches is not tried again
   */
  note(index: number, seconds: number, hits: number, reached: number): void {
    this.#portfolio.note(index, seconds, hits);
    if (reached === NO_PROBE) missing.add(this.nameOf(index));
    const missed = reached > 0 ? 0 : (this.#missed.get(index) ?? 0) + 1;
    this.#missed.set(index, missed);
    if (reached === NO_PROBE || missed > this.#missesAllowed) this.#portfolio.retire(index);
  }
}
