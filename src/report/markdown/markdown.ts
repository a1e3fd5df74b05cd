/**
 * Markdown, as GitHub and GitLab render it: for issues, mails and job summaries. Tables are written by
 * markdown-table, of the unified collective. Whatever a guest or a file may have said stands in code
 * spans, where no markup counts.
 */
import { markdownTable } from 'markdown-table';
import type { Result } from '../../result/result.js';
import type { Report } from '../report.js';
import { reductionText } from '../text/reduction-text.js';
import { kernelName, verdictWords } from '../words/words.js';
import { campaignMarkdown } from './campaign.js';
import { resultMarkdown } from './result.js';
import { cell, fenced, sign } from './spans.js';

/** Renders a report as Markdown. */
export function formatMarkdown({ results, campaigns = [], reductions = [] }: Report): string {
  const overview = results.length > 1 ? [ladder(results)] : [];
  const parts = [
    ...campaigns.map(campaignMarkdown),
    // Its columns are those of a text.
    ...reductions.map((one) => fenced(reductionText(one).trimEnd().split('\n'))),
    ...overview,
    ...results.map(resultMarkdown),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** All kernels at a glance, in the order in which they were given. */
function ladder(results: readonly Result[]): string {
  const rows = results.map((result) => [
    cell(kernelName(result)),
    sign(result.verdict),
    cell(verdictWords(result)),
  ]);
  return markdownTable([['kernel', 'verdict', ''], ...rows]);
}
