/** Annotations and the job summary, where the job runs on GitHub Actions. */
import { appendFileSync } from 'node:fs';
import { annotationsOf } from '../report/annotations.js';
import { formatMarkdown } from '../report/markdown.js';
import { reportOf } from '../report/report.js';
import type { Result } from '../report/result.js';

/**
 * Tells GitHub of a result. Commands are read from standard error as well, where they disturb no format.
 * A summary that cannot be written costs the verdict nothing.
 */
export function tellGithub(result: Result): void {
  for (const line of annotationsOf(result)) process.stderr.write(`${line}\n`);
  const summary = process.env.GITHUB_STEP_SUMMARY;
  if (summary === undefined || summary === '') return;
  try {
    appendFileSync(summary, formatMarkdown(reportOf(result)));
  } catch (error) {
    process.stderr.write(`::warning::the job summary cannot be written: ${error}\n`);
  }
}
