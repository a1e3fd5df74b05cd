/** The table of a campaign, drawn again with each change, below a line that says what goes on. */
import { fitted, makeSpinner } from './spinner.js';

/** Lines of the terminal that are not the table's: what goes on, and one below. */
const OTHER_LINES = 3;
/** What a terminal has that does not say how large it is. */
const ROWS = 24;
const COLUMNS = 80;

export interface LiveTable {
  /** Draws it as it is now. */
  readonly draw: () => void;
  /** Takes it away. */
  readonly end: () => void;
}

/**
 * Begins to draw a table on standard error.
 *
 * @param title what goes on
 * @param lines the table, its head first
 */
export function liveTable(title: () => string, lines: () => readonly string[]): LiveTable {
  const spinner = makeSpinner();
  const text = (): string => [fitted(title(), 0), ...shownOf(lines())].join('\n');
  spinner.start(text());
  return {
    draw: () => {
      spinner.text = text();
    },
    end: () => void spinner.stop(),
  };
}

/** The head and as many of the last lines as the terminal has room for, none of them longer than it is wide. */
function shownOf([head, ...lines]: readonly string[]): string[] {
  const { rows = ROWS, columns = COLUMNS } = process.stderr;
  const room = Math.max(1, rows - OTHER_LINES);
  const shown = head === undefined ? [] : [head, ...lines.slice(-room + 1)];
  return shown.map((line) => [...line].slice(0, columns - 1).join(''));
}

/** The end of a name, which says most, in half of the terminal's width. */
export function shortName(name: string): string {
  const room = Math.max(8, Math.floor((process.stderr.columns ?? COLUMNS) / 2));
  const characters = [...name];
  return characters.length <= room ? name : `..${characters.slice(2 - room).join('')}`;
}
