/**
 * The formats in which a report can be printed. Each is loaded when it is asked for: the pictures of html
 * need libraries that no other command should wait for.
 */
import type { Formatter } from './report.js';

interface FormatEntry {
  readonly describe: string;
  readonly load: () => Promise<Formatter>;
}

export const formats = {
  text: {
    describe: 'for people, on a terminal',
    load: async () => (await import('./text.js')).formatReport,
  },
  ndjson: {
    describe: 'one JSON object a line: the records as they are made, then the result',
    load: async () => (await import('./ndjson.js')).formatNdjson,
  },
  tap: {
    describe: 'TAP 14, one test point a scenario',
    load: async () => (await import('./tap.js')).formatTap,
  },
  ktap: {
    describe: "KTAP 1, the kernel's own TAP",
    load: async () => (await import('./ktap.js')).formatKtap,
  },
  junit: {
    describe: 'JUnit XML, for CI servers',
    load: async () => (await import('./junit.js')).formatJunit,
  },
  markdown: {
    describe: 'for issues, mails and job summaries',
    load: async () => (await import('./markdown.js')).formatMarkdown,
  },
  html: {
    describe: 'one self-contained page with pictures',
    load: async () => (await import('./html/html.js')).formatHtml,
  },
} as const satisfies Record<string, FormatEntry>;

export type Format = keyof typeof formats;

export const formatNames = Object.keys(formats) as Format[];

/** The formatter of a format. */
export async function formatterOf(format: Format): Promise<Formatter> {
  return formats[format].load();
}
