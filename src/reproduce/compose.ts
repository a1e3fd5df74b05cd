/** Puts a program together: the parts into the places of their `#include`, and values into its `#define`s. */
import { type PartKind, part, program } from './parts.js';

/** What a program is composed of. */
export interface Composition {
  /** By name, as in the lists of places, changes and strategies. */
  readonly parts: Readonly<Record<PartKind, string>>;
  /** Of its `#define`s: numbers, and names of the kernel's functions. */
  readonly values: Readonly<Record<string, number | string>>;
}

const SYSTEM_INCLUDE = /^#include <.*>\n/gm;
/** What several parts need: it stands in the program once, where it is first included. */
const COMMON_INCLUDE = /^#include "\.\.\/common\/([a-z-]+)\.c"$/gm;

/**
 * One C file, which needs no other.
 *
 * @throws Error where a part, or the define of a value, is missing
 */
export function compose({ parts, values }: Composition): string {
  let text = program();
  for (const [kind, name] of Object.entries(parts) as [PartKind, string][])
    text = replaced(text, new RegExp(`^#include "${kind}/.*"$`, 'm'), part(kind, name));
  const common = new Set<string>();
  text = text.replace(COMMON_INCLUDE, (_, name: string) => {
    if (common.has(name)) return '';
    common.add(name);
    return part('common', name);
  });
  for (const [name, value] of Object.entries(values)) {
    const old = typeof value === 'string' ? '"\\w*"' : '-?\\d+';
    text = replaced(text, new RegExp(`(?<=^#define ${name} )${old}`, 'm'), JSON.stringify(value));
  }
  const includes = [...new Set(text.match(SYSTEM_INCLUDE))].sort();
  const [before = ''] = text.split('#include', 1);
  const rest = text.slice(before.length).replace(SYSTEM_INCLUDE, '');
  return `${before}${includes.join('')}\n${rest}`.replace(/\n{3,}/g, '\n\n');
}

function replaced(text: string, what: RegExp, by: string): string {
  if (!what.test(text)) throw new Error(`the program has no ${what.source}`);
  return text.replace(what, () => by);
}
