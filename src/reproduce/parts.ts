/** The C files of which a reproducer is made: a whole program, and a part for each place, change and meeting. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** From build/src/reproduce/: C is not compiled by the build. */
const FOLDER = new URL('../../../src/reproduce/parts/', import.meta.url);

/** What a part is of; each is a folder, and an `#include` of the program. */
export type PartKind = 'offsets' | 'places' | 'changes' | 'meetings' | 'loads';
/** The folder of what several parts include. */
export type CommonKind = 'common';

/** The program that the parts complete: its `#include`s name each piece by one part that may have it. */
export function program(): string {
  return readFileSync(new URL('race.c', FOLDER), 'utf8');
}

/** A name may come from a saved result: it leads to no other folder. */
const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\/[a-z0-9]+(?:-[a-z0-9]+)*)?$/;

/**
 * @param name as in the list of places, changes or strategies; of loads `plain`, `sigbus` where one is survived, or `owners`
 *   where what shares blocks is looked at besides; or one of its pieces, as in `stagger/await`
 */
export function hasPart(kind: PartKind, name: string): boolean {
  if (!NAME.test(name)) return false;
  return existsSync(partUrl(kind, name)) || existsSync(new URL(`${kind}/${name}/`, FOLDER));
}

/**
 * The text of a part.
 *
 * @throws Error where there is none
 */
export function part(kind: PartKind | CommonKind, name: string): string {
  return readFileSync(partUrl(kind, name), 'utf8');
}

/** The folder of the parts, which holds the style that they are in. */
export const partsFolder = fileURLToPath(FOLDER);

function partUrl(kind: PartKind | CommonKind, name: string): URL {
  return new URL(`${kind}/${name}.c`, FOLDER);
}
