/**
 * The formats in which a report can be printed. Each is loaded when it is asked for: the pictures of html
 * need libraries that no other command should wait for.
 */
import type { Formatter, ProgramOf } from './report.js';
import type { TapVersion } from './tests/tap.js';

interface FormatEntry {
  readonly describe: string;
  /** How the name of a file in this format ends. */
  readonly ending: string;
  readonly load: (choices: FormatChoices) => Promise<Formatter>;
}

/** What a format leaves to the user. */
export interface FormatChoices {
  readonly tapVersion?: TapVersion | undefined;
  /** Whether the text has the counts of each strategy too. */
  readonly verbose?: boolean | undefined;
  /** The C program that shows what a result found, null where there is none: it ends a mail. */
  readonly programOf?: ProgramOf | undefined;
}

export const formats = {
  text: {
    describe: 'for people, on a terminal',
    ending: 'txt',
    load: async ({ verbose }) => {
      const { formatReport } = await import('./text/text.js');
      return (report, paint) => formatReport(report, paint, verbose);
    },
  },
  ndjson: {
    describe: 'one JSON object a line: the records as they are made, then the result',
    ending: 'ndjson',
    load: async () => (await import('./ndjson.js')).formatNdjson,
  },
  tap: {
    describe: 'TAP 14 (or 13: --tap-version), one test point a scenario',
    ending: 'tap',
    load: async ({ tapVersion }) => {
      const { formatTap } = await import('./tests/tap.js');
      return (report) => formatTap(report, tapVersion);
    },
  },
  ktap: {
    describe: "KTAP 1, the kernel's own TAP",
    ending: 'ktap',
    load: async () => (await import('./tests/ktap.js')).formatKtap,
  },
  junit: {
    describe: 'JUnit XML, for CI servers',
    ending: 'xml',
    load: async () => (await import('./tests/junit.js')).formatJunit,
  },
  markdown: {
    describe: 'for issues and job summaries',
    ending: 'md',
    load: async () => (await import('./markdown/markdown.js')).formatMarkdown,
  },
  mail: {
    describe: "plain text of 75 columns, for the kernel's mailing lists",
    ending: 'eml',
    load: async ({ programOf }) => {
      const { formatMail } = await import('./mail/mail.js');
      return (report) => formatMail(report, programOf);
    },
  },
  html: {
    describe: 'one self-contained page with pictures',
    ending: 'html',
    load: async () => (await import('./html/html.js')).formatHtml,
  },
} as const satisfies Record<string, FormatEntry>;

export type Format = keyof typeof formats;

export const formatNames = Object.keys(formats) as Format[];

/** The formatter of a format. */
export async function formatterOf(format: Format, choices: FormatChoices = {}): Promise<Formatter> {
  const { load }: FormatEntry = formats[format];
  return load(choices);
}

/** The format of a file, by the ending of its name; null where it has none of theirs. */
export function formatOfFile(file: string): Format | null {
  return formatNames.find((name) => file.endsWith(`.${formats[name].ending}`)) ?? null;
}

/** The endings that name a format, as in a list for people. */
export const endings = formatNames.map((name) => `.${formats[name].ending}`);
