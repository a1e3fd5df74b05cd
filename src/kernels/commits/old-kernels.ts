/** What kernels older than the compiler and the linker of today need to be told, so that these build them. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { readRegular } from '../../files/regular-file.js';

/** The first that needs none of it. */
const SINCE = { version: 4, patchLevel: 20 };

const WORDS = [
  // Compilers that are set up for position-independent code, and for shadow stacks; warnings that no one knew of are no errors.
  'KCFLAGS=-fno-pie -fcf-protection=none -w',
  // The host's tools define variables in headers, as was allowed until gcc 10.
  'HOSTCC=gcc -fcommon',
  // binutils since 2.31 give code pages of its own, and less room between them than the early page tables map: such a
  // kernel resets the machine before its first word.
  'LD=ld -z noseparate-code -z max-page-size=0x200000',
];

/**
 * The words for make beside all others.
 *
 * @param tree of a commit: its Makefile says how old it is
 */
export function wordsForOld(tree: string): readonly string[] {
  const makefile = path.join(tree, 'Makefile');
  if (!existsSync(makefile)) return [];
  const head = readRegular(makefile).toString('utf8');
  const version = numberOf(head, 'VERSION');
  const patchLevel = numberOf(head, 'PATCHLEVEL');
  // A tree that says nothing is no kernel's, or of a time to come.
  if (version === null || patchLevel === null || version > SINCE.version) return [];
  return version < SINCE.version || patchLevel < SINCE.patchLevel ? WORDS : [];
}

function numberOf(makefile: string, name: string): number | null {
  const [, digits] = new RegExp(`^${name} *= *(\\d+)$`, 'm').exec(makefile) ?? [];
  return digits === undefined ? null : Number(digits);
}
