/** Spans of Markdown in which no markup counts, for whatever a guest or a file may have said. */
import type { Verdict } from '../../result/result.js';

const SIGNS: Readonly<Record<Verdict, string>> = { clean: '✅', stale: '❌', untested: '⚠️' };

/** A verdict that is seen at a glance. */
export function sign(verdict: Verdict, word: string = verdict): string {
  return `${SIGNS[verdict]} ${word}`;
}

/** A code span that ends where it should: its fence is longer than any run of backticks in it (CommonMark 6.1). */
export function code(text: string): string {
  if (text === '') return '';
  const runs = text.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(0, ...runs.map(({ length }) => length)) + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** A code span in a table, where a bar ends the cell even so (GFM 4.10). */
export function cell(text: string): string {
  return code(text).replaceAll('|', '\\|');
}

/** A block of code that ends where it should: its fence is longer than any run of backticks in it (CommonMark 4.5). */
export function fenced(lines: readonly string[]): string {
  const runs = lines.join('\n').match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(2, ...runs.map(({ length }) => length)) + 1);
  return [fence, ...lines, fence].join('\n');
}
