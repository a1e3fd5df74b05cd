/**
 * Which of its own functions the kernel tells that a call may pass, beside those of a list: a bug may lie in a function that
 * nobody has listed.
 */
import type { ProbePoint } from '../../native/probe-point.js';

/** What comes once, what is for devices, and what serves swap files, attributes and pages on their way to a disk. */
const IN_NO_CALL =
  /^dax_(?:bus|region|dev|driver|seed|holder|add_host|remove_host)|_(?:init|exit|verify|show|visible)$|swap|attr|ioend|writepage/;

/** The names of functions that a call may pass. */
export interface Names {
  /** Of whatever serves files. */
  readonly ofFiles: RegExp;
  /** Of filesystems, each of which is the group `filesystem`. */
  readonly ofFilesystems: RegExp;
  /** Of those, what only other calls pass. */
  readonly ofOthers: RegExp;
}

/** What a read fault on a file may pass. */
export const FAULT_NAMES: Names = {
  ofFiles:
    /^(?:__)?(?:(?:dax|iomap|vmf|vm_insert)_\w+|insert_(?:pfn|page)\w*|do_(?:read_|shared_)?fault)$/,
  ofFilesystems:
    /^(?:__)?(?<filesystem>[a-z0-9]+)_\w*(?:fault|iomap|map_blocks|bmapi_read|imap|ilock|iunlock|es_lookup|get_block|lookup_extent|read_extent|get_extent)\w*$/,
  ofOthers: /write|dio|seek|fiemap|bmap$|truncate|unshare|remap_|dedupe|zero_range/,
};

/** What a change of a file may pass. */
export const CHANGE_NAMES: Names = {
  ofFiles: /^(?:dax|iomap|invalidate|truncate|unmap)_\w+$/,
  ofFilesystems:
    /^(?:__)?(?<filesystem>[a-z0-9]+)_\w*(?:iomap|reflink|write|bunmapi|punch|free_file|lock_extent|drop_extents|replace_file)\w*$/,
  ofOthers: /seek|fiemap|bmap$|read_end_io|readahead|reservation/,
};

/**
 * Whether a name is one of those.
 *
 * @param filesystem as the kernel calls it: those of others fit nothing
 */
export function fits(names: Names, filesystem: string, name: string): boolean {
  if (IN_NO_CALL.test(name) || names.ofOthers.test(name)) return false;
  return isOwn(names, filesystem, name) || names.ofFiles.test(name);
}

function isOwn({ ofFilesystems }: Names, filesystem: string, name: string): boolean {
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
  // The kernel tells those of modules last.
  const own = fitting.filter((name) => isOwn(names, filesystem, name));
  return [...own, ...fitting.filter((name) => !isOwn(names, filesystem, name))];
}
