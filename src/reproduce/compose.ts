/** Puts a program together: the parts into the places of their `#include`, and values into its `#define`s. */
import { hasPart, type PartKind, part, program } from './parts.js';

/** What a program is composed of. */
export interface Composition {
  /** By name, as in the lists of places, changes and strategies. */
  readonly parts: Readonly<Record<PartKind, string>>;
  /** Of its `#define`s: numbers, and names of the kernel's functions. */
  readonly values: Readonly<Record<string, number | string>>;
}

const SYSTEM_INCLUDE = /^#include <.*>\n/gm;
/** What several parts need: it stands in the program once, where it is first included. */
const COMMON_INCLUDE = /^#include "(?:\.\.\/)+common\/([a-z-]+)\.c"\n/gm;

/**
 * One C file, which needs no other.
 *
 * @throws Error where a part, or the define of a value, is missing
 */
export function compose({ parts, values }: Composition): string {
  let text = program();
  for (const [kind, name] of Object.entries(parts) as [PartKind, string][])
    text = withPart(text, kind, name);
  text = withCommon(text, new Set());
  for (const [name, value] of Object.entries(values)) {
    const old = typeof value === 'string' ? '"\\w*"' : '-?\\d+';
    text = replaced(text, new RegExp(`(?<=^#define ${name} )${old}`, 'm'), JSON.stringify(value));
  }
  text = withoutUnused(text);
  const includes = [...new Set(text.match(SYSTEM_INCLUDE))].sort();
  const [before = ''] = text.split('#include', 1);
  const rest = text.slice(before.length).replace(SYSTEM_INCLUDE, '');
  return `${before}${includes.join('')}\n${rest}`
    .replace(/^\}\n(?=\S)/gm, '}\n\n')
    .replace(/\n{3,}/g, '\n\n');
}

/**
 * Without the macros in capitals that no other line names: those of the kernel style, of one line each. What only such a
 * macro names goes with it, as it is defined before.
 */
function withoutUnused(text: string): string {
  const macros = [...text.matchAll(/^#define ([A-Z]\w*).*\n/gm)].reverse();
  return macros.reduce((rest, [line, name]) => {
    const isNamed = [...rest.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].length > 1;
    return isNamed ? rest : rest.replace(line, '');
  }, text);
}

/** A part is one file, or a folder of pieces that go to several places of the program; not each has all of them. */
function withPart(text: string, kind: PartKind, name: string): string {
  const include = new RegExp(`^#include "${kind}/[a-z-]+(/[a-z-]+)?\\.c"\n`, 'gm');
  if (!include.test(text)) throw new Error(`the program includes no ${kind}`);
  if (!hasPart(kind, name)) throw new Error(`there is no part ${name} of ${kind}`);
  return text.replace(include, (_, piece = '') =>
    piece === '' || hasPart(kind, `${name}${piece}`) ? part(kind, `${name}${piece}`) : '',
  );
}

/** @param seen what stands in the program already */
function withCommon(text: string, seen: Set<string>): string {
  return text.replace(COMMON_INCLUDE, (_, name: string) => {
    if (seen.has(name)) return '';
    seen.add(name);
    return withCommon(part('common', name), seen);
  });
}

function replaced(text: string, what: RegExp, by: string): string {
  if (!what.test(text)) throw new Error(`the program has no ${what.source}`);
  return text.replace(what, () => by);
}
