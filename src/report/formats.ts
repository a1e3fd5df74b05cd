/** The formats in which a result can be printed: pure functions from result to text. */
import type { Result } from './result.js';
import { formatText } from './text.js';

/** ndjson is one line here: the records of the race went before it as they were made. */
function formatNdjson(result: Result): string {
  return `${JSON.stringify({ record: 'result', result })}\n`;
}

export const formats = { text: formatText, ndjson: formatNdjson } as const;

export type Format = keyof typeof formats;

export const formatNames = Object.keys(formats) as Format[];
