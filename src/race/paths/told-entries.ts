/** What the kernel tells of its own functions, beside those of a list. */
import { functionsLike } from '../../native/kernel-symbols.js';
import type { ProbePoint } from '../../native/probe-point.js';

/** Probes cost, emulated a tenth of a second: each of these is tried at its entry alone. */
const TOLD_CEILING = 160;

/** What comes once, and what is for devices. */
const IN_NO_CALL = /^dax_(?:bus|region|dev)_|_(?:init|exit)$/;

/** The names of functions that a call may pass. */
export interface Names {
  /** Of whatever serves files. */
  readonly ofFiles: RegExp;
  /** Of filesystems, each of which is the group `filesystem`. */
  readonly ofFilesystems: RegExp;
}

/**
 * The entries of functions that the kernel tells, and that are in no list.
 *
 * @param filesystem as the kernel calls it
 */
export function entriesTold(
  { ofFiles, ofFilesystems }: Names,
  filesystem: string,
  listed: readonly ProbePoint[],
): ProbePoint[] {
  const known = new Set(listed.map(({ symbol }) => symbol));
  const isOwn = (name: string): boolean =>
    ofFilesystems.exec(name)?.groups?.filesystem === filesystem;
  const all = functionsLike(
    (name) => isOwn(name) || (ofFiles.test(name) && !IN_NO_CALL.test(name)),
  );
  // The filesystem's own first: the kernel tells those of modules last.
  return [...all.filter(isOwn), ...all.filter((name) => !isOwn(name))]
    .filter((symbol) => !known.has(symbol))
    .slice(0, TOLD_CEILING)
    .map((symbol) => ({ symbol, at: 'entry' }));
}
