/**
 * A report as one self-contained page: no script, nothing from elsewhere, light and dark as the reader's
 * system is. The pictures are drawn here, when the page is made.
 */

import type { Report } from '../report.js';
import { soughtWords } from '../words/bisect-words.js';
import { counted } from '../words/words.js';
import { bisectSection } from './bisect-section.js';
import { type Child, h, type PageElement } from './element.js';
import { ladder } from './ladder.js';
import { reductionSection } from './reduction-section.js';
import { resultSection } from './result-section.js';
import { STYLE } from './style.js';
import { sweepSection } from './sweep-section.js';

/** The page may draw what it holds, and load nothing. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** Renders a report as HTML. */
export function formatHtml(report: Report): string {
  const { results, campaigns = [], reductions = [] } = report;
  const told = campaigns.map((part, index) => {
    const id = `campaign-${index + 1}`;
    return part.kind === 'sweep' ? sweepSection(part.sweep, id) : bisectSection(part, id);
  });
  const reduced = reductions.map((one, index) => reductionSection(one, `reduction-${index + 1}`));
  const overview = results.length > 1 ? ladder(results) : null;
  const sections = results.map((result, index) => resultSection(result, `result-${index + 1}`));
  return `<!doctype html>\n${page(title(report), [told, reduced, overview, sections]).outerHTML}\n`;
}

function title({ results, campaigns = [], reductions = [] }: Report): string {
  const [first] = results;
  const [campaign] = campaigns;
  if (campaign?.kind === 'sweep') return `sweep, ${campaign.sweep.verdict}`;
  if (campaign?.kind === 'bisect') return soughtWords(campaign.bisect);
  const [reduction] = reductions;
  if (reduction !== undefined) return `${reduction.scenario} reduced`;
  return results.length === 1 && first !== undefined
    ? `${first.verdict}: kernel ${first.kernel.release}`
    : counted(results.length, 'kernel');
}

function page(name: string, content: Child): PageElement {
  const meta = [
    h('meta', { charset: 'utf-8' }),
    h('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }),
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('meta', { name: 'color-scheme', content: 'light dark' }),
  ];
  const head = h('head', {}, meta, h('title', {}, `holerace: ${name}`), h('style', {}, STYLE));
  const masthead = h(
    'header.masthead',
    {},
    h('span.brand', {}, 'holerace'),
    h('span', {}, QUESTION),
  );
  return h('html', { lang: 'en' }, head, h('body', {}, masthead, h('main', {}, content)));
}

const QUESTION =
  'Can a process that reads a mapped file see zeros where another process has already written data?';
