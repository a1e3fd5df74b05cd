/** Several kernels: a rung for each, in the order in which they were given. */
import type { Result } from '../result.js';
import { kernelName, verdictWords } from '../words.js';
import { h, type PageElement } from './element.js';
import { chip } from './scenario-table.js';

/** The ladder of kernels with their verdicts. */
export function ladder(results: readonly Result[]): PageElement {
  const rungs = results.map((result, index) => {
    const link = h('a', { href: `#result-${index + 1}` }, kernelName(result));
    const words = h('span.words', {}, verdictWords(result));
    return h(`li.${result.verdict}`, {}, link, chip(result.verdict), words);
  });
  const heading = h('h1', {}, `${results.length} kernels`);
  return h('section.ladder', {}, heading, h('ol', {}, rungs));
}
