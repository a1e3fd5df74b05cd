/**
 * Which of its own functions the kernel tells that a call may pass, beside those of a list: a bug may lie in a function that
 * nobody has listed.
 */
import type { ProbePoint } from '../../native/probe-point.js';

/** To set a probe for the first time takes an emulated guest a tenth of a second. */
export const TOLD_CEILING = 160;

/** What comes once, and what is for devices. */
const IN_NO_CALL = /^dax_(?:bus|region|dev)_|_(?:init|exit)$/;

/** The names of functions that a call may pass. */
export interface Names {
  /** Of whatever serves files. */
  readonly ofFiles: RegExp;
  /** Of filesystems, each of which is the group `filesystem`. */
  readonly ofFilesystems: RegExp;
}

/** What a read fault on a file may pass. */
export const FAULT_NAMES: Names = {
  ofFiles: /^(?:dax|iomap|vmf)_\w+$/,
  ofFilesystems:
    /^(?:__)?(?<filesystem>[a-z0-9]+)_\w*(?:fault|iomap|map_blocks|bmapi_read|imap|ilock|es_lookup|get_block|lookup_extent|read_extent|get_extent)\w*$/,
};

/** What a change of a file may pass. */
export const CHANGE_NAMES: Names = {
  ofFiles: /^(?:dax|iomap|invalidate|truncate|unmap)_\w+$/,
  ofFilesystems:
    /^(?:__)?(?<filesystem>[a-z0-9]+)_\w*(?:iomap|reflink|write|bunmapi|punch|free_file|lock_extent|drop_extents|replace_file)\w*$/,
};

/**
 * Whether a name is one of those.
 *
 * @param filesystem as the kernel calls it: those of others fit nothing
 */
export function fits({ ofFiles, ofFilesystems }: Names, filesystem: string, name: string): boolean {
  if (isOf(ofFilesystems, filesystem, name)) return true;
  return ofFiles.test(name) && !IN_NO_CALL.test(name);
}

function isOf(ofFilesystems: RegExp, filesystem: string, name: string): boolean {
  return ofFilesystems.exec(name)?.groups?.filesystem === filesystem;
}

/**
 * Those of the names that a call may pass and no list has, the filesystem's own first.
 *
 * @param told names of functions of the kernel
 * @param filesystem as the kernel calls it
 */
export function symbolsTold(
  names: Names,
  told: readonly string[],
  filesystem: string,
  listed: readonly ProbePoint[],
): string[] {
  const known = new Set(listed.map(({ symbol }) => symbol));
  const fitting = told.filter((name) => fits(names, filesystem, name) && !known.has(name));
  const isOwn = (name: string): boolean => isOf(names.ofFilesystems, filesystem, name);
  const others = fitting.filter((name) => !isOwn(name));
  return [...fitting.filter(isOwn), ...others].slice(0, TOLD_CEILING);
}
