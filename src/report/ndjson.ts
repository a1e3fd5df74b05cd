/** A report as lines of JSON: each result is the last of the records that a race prints while it runs. */
import type { Report } from './report.js';

export function formatNdjson({ results }: Report): string {
  return results.map((result) => `${JSON.stringify({ record: 'result', result })}\n`).join('');
}
