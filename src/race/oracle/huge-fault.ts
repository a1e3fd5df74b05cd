/**
 * Whether a fault has mapped a whole huge page: the proof that an attempt took the 2 MiB path. One load
 * makes one page present, unless the fault mapped all 512 of them (a fault on a hole does not map its
 * neighbours one by one, nor one on data with DAX: there is no page in the cache to map).
 */
import { openSync, readSync } from 'node:fs';
import { addressOf } from '../../native/libc.js';
import { HUGE_PAGE_BYTES, PAGE_BYTES } from '../../native/page-sizes.js';

/** Documentation/admin-guide/mm/pagemap.rst: 64 bits a page, bit 63 says that it is present. */
const ENTRY_BYTES = 8;
const PRESENT_BIT_OF_LAST_BYTE = 0x80;
const PAGES = HUGE_PAGE_BYTES / PAGE_BYTES;

export interface Pagemap {
  readonly fd: number;
  readonly mappingAddress: number;
  readonly entries: Buffer;
}

/** Opens the page tables' view of a mapping, null where the kernel does not offer it. */
export function openPagemap(mapping: Buffer): Pagemap | null {
  try {
    return {
      fd: openSync('/proc/self/pagemap', 'r'),
      mappingAddress: addressOf(mapping),
      entries: Buffer.alloc(PAGES * ENTRY_BYTES),
    };
  } catch {
    return null;
  }
}

/** Whether all pages of the 2 MiB in which an offset of the mapping lies are present. */
export function isMappedHuge(pagemap: Pagemap, offsetBytes: number): boolean {
  const { entries } = pagemap;
  const start = offsetBytes - (offsetBytes % HUGE_PAGE_BYTES);
  const position = ((pagemap.mappingAddress + start) / PAGE_BYTES) * ENTRY_BYTES;
  if (readSync(pagemap.fd, entries, 0, entries.length, position) !== entries.length) return false;
  for (let last = ENTRY_BYTES - 1; last < entries.length; last += ENTRY_BYTES) {
    if (((entries[last] ?? 0) & PRESENT_BIT_OF_LAST_BYTE) === 0) return false;
  }
  return true;
}
