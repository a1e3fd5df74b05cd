/** Annotations and the job summary, where the job runs on GitHub Actions. */
import { appendFileSync } from 'node:fs';
import { annotationsOf } from '../../report/annotations.js';
import { formatMarkdown } from '../../report/markdown/markdown.js';
import type { Report } from '../../report/report.js';

/**
 * Tells GitHub of a report. Commands are read from standard error as well, where they disturb no format.
 * A summary that cannot be written costs the verdict nothing.
 */
export function tellGithub(report: Report): void {
  for (const line of annotationsOf(report)) process.stderr.write(`${line}\n`);
  const summary = process.env.GITHUB_STEP_SUMMARY;
  if (summary === undefined || summary === '') return;
  try {
    appendFileSync(summary, formatMarkdown(report));
  } catch (error) {
    process.stderr.write(`::warning::the job summary cannot be written: ${error}\n`);
  }
}
