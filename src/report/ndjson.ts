/** A report as lines of JSON: each is the last of the records that a race or a campaign prints while it runs. */
import type { Report } from './report.js';

/** Renders a report as lines of JSON. */
export function formatNdjson({ results, campaigns = [], reductions = [] }: Report): string {
  const records = [
    ...campaigns.map((part) =>
      part.kind === 'sweep'
        ? { record: 'sweep', sweep: part.sweep }
        : { record: 'bisect', bisect: part.bisect },
    ),
    // A reduction holds its result.
    ...reductions.map((reduction) => ({ record: 'reduction', reduction })),
    ...results
      .filter((one) => reductions.every(({ result }) => result !== one))
      .map((result) => ({ record: 'result', result })),
  ];
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}
