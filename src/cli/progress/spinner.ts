/**
 * What is drawn again and again on a terminal. By ora: its steps come one after another, and are told by what
 * happens in a guest, while listr2 wants them as functions of its own, and a newer Node.js than holerace does.
 * ora prints what others write above its own, and shows the cursor again however the process ends.
 */
import ora, { type Ora } from 'ora';
import { wantsColours } from '../../colours.js';

/** What a terminal has that does not say how wide it is, and what there is always room for. */
const COLUMNS = 80;
const COLUMNS_LEAST = 8;
/** A sign and a space before the text, and what ^C takes behind it. */
const SIGN_COLUMNS = 5;

/** Whether standard error is a terminal on which lines can be drawn again; in CI they would pile up. */
export function isLive(): boolean {
  const { TERM, CI } = process.env;
  return process.stderr.isTTY === true && TERM !== 'dumb' && CI === undefined;
}

/** Whether the locale has more than ASCII. */
function hasUnicode(): boolean {
  const { LC_ALL, LC_CTYPE, LANG } = process.env;
  return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '');
}

const CUT_OFF = hasUnicode() ? '…' : '~';

/** A text on one line of the terminal, beside a sign and `room` more: lines that wrap are torn when a key is echoed. */
export function fitted(text: string, room: number): string {
  const { columns = COLUMNS } = process.stderr;
  const width = Math.max(COLUMNS_LEAST, columns - room - SIGN_COLUMNS);
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, width - 1).join('')}${CUT_OFF}`;
}

/** How a step has ended, as a sign before it. */
export const SIGNS = hasUnicode()
  ? ({ done: '✔', failed: '✖', skipped: '–' } as const)
  : ({ done: '+', failed: 'x', skipped: '-' } as const);

/**
 * A spinner on standard error, not yet turning.
 *
 * @param suffix is asked for each frame
 */
export function makeSpinner(suffix: () => string = () => ''): Ora {
  return ora({
    spinner: hasUnicode() ? 'dots' : 'line',
    color: wantsColours(process.stderr) ? 'cyan' : false,
    suffixText: suffix,
    // Ctrl-C is handled where all signals are.
    discardStdin: false,
    isEnabled: true,
  });
}
