/** Progress of a race: its steps one below the other on a terminal, a plain line now and then off it. */
import type { Logger } from 'pino';
import { painted } from '../../colours.js';
import { share, whole } from '../../report/words/words.js';
import type { Progress, RecordSink } from '../../result/records.js';
import type { ScenarioResult, Verdict } from '../../result/result.js';
import { type Step, type StepListener, withSteps } from '../../steps.js';
import { fitted, isLive, makeSpinner, SIGNS } from './spinner.js';

const PLAIN_LINE_EVERY_MS = 10_000;
/** A step that takes no longer need not say how long. */
const TIME_SHOWN_FROM_MS = 1000;
/** Room for it, up to a day in seconds. */
const TIME_COLUMNS = 8;

interface ProgressView {
  readonly onStep: StepListener;
  readonly sink: RecordSink;
  /** Ends the drawing. A step that is under way then has not come to its end. */
  readonly end: () => void;
}

const SILENT: ProgressView = {
  onStep: () => undefined,
  sink: () => undefined,
  end: () => undefined,
};

/**
 * Does some work whose progress is shown on standard error; when it has ended nothing is drawn any more.
 *
 * @param work is given a sink for the records of its race
 */
export async function withProgress<T>(
  log: Logger,
  work: (sink: RecordSink) => Promise<T>,
): Promise<T> {
  const view = viewOf(log);
  try {
    return await withSteps(view.onStep, () => work(view.sink));
  } finally {
    view.end();
  }
}

function viewOf(log: Logger): ProgressView {
  // Told to be quiet: the log would not take the plain lines either.
  if (!log.isLevelEnabled('info')) return SILENT;
  return isLive() ? onTerminal(log.isLevelEnabled('debug')) : asPlainLines(log);
}

type Ending = keyof typeof SIGNS;

const ENDINGS: Readonly<Record<Verdict, Ending>> = {
  clean: 'done',
  stale: 'failed',
  untested: 'skipped',
};
const COLOURS = { done: 'green', failed: 'red', skipped: 'yellow' } as const;

/** The steps on a terminal: those that have ended stay, the one under way turns. */
class StepList {
  readonly #withDetails: boolean;
  #step: Step | null = null;
  #beganMs = 0;
  readonly #spinner = makeSpinner(() => this.#time());

  constructor(withDetails: boolean) {
    this.#withDetails = withDetails;
  }

  begin(step: Step): void {
    this.finish('done');
    this.#step = step;
    this.#beganMs = performance.now();
    this.#spinner.start(fitted(step.name, TIME_COLUMNS));
  }

  /** Says more of the step under way. */
  tell(text: string): void {
    if (this.#step !== null) this.#spinner.text = fitted(text, TIME_COLUMNS);
  }

  /** Ends the step under way, if there is one. */
  finish(ending: Ending, text = this.#step?.name): void {
    if (this.#step === null) return;
    const isKept = !this.#step.isDetail || this.#withDetails;
    const symbol = painted(COLOURS[ending], SIGNS[ending], process.stderr);
    if (isKept) this.#spinner.stopAndPersist({ symbol, text: text ?? '' });
    else this.#spinner.stop();
    this.#step = null;
  }

  end(): void {
    if (this.#step?.isDetail === true) this.#spinner.stop();
    else this.finish('failed');
    this.#step = null;
  }

  #time(): string {
    const elapsedMs = performance.now() - this.#beganMs;
    return elapsedMs < TIME_SHOWN_FROM_MS ? '' : `${Math.floor(elapsedMs / 1000)} s`;
  }
}

function onTerminal(withDetails: boolean): ProgressView {
  const list = new StepList(withDetails);
  return {
    onStep: (step) => list.begin(step),
    sink: (record) => {
      if (record.record === 'start') list.finish('done');
      if (record.record === 'racing') {
        list.begin({ name: `racing ${record.scenario} on ${record.filesystem}`, isDetail: false });
      }
      if (record.record === 'progress') list.tell(describe(record));
      if (record.record === 'scenario') {
        list.finish(ENDINGS[record.scenario.verdict], endOf(record.scenario));
      }
      if (record.record === 'done') list.begin({ name: 'coming to an end', isDetail: true });
      if (record.record === 'end') list.finish('done');
    },
    end: () => list.end(),
  };
}

function endOf({ id, filesystem, verdict, attempts, stale }: ScenarioResult): string {
  const found = stale === 0 ? '' : `, ${whole(stale)} stale`;
  return `${id} on ${filesystem}: ${verdict}, ${whole(attempts)} attempts${found}`;
}

function asPlainLines(log: Logger): ProgressView {
  let lastMs = performance.now();
  return {
    onStep: ({ name, isDetail }) => log[isDetail ? 'debug' : 'info'](name),
    sink: (record) => {
      if (record.record === 'racing') {
        lastMs = performance.now();
        log.info(`racing ${record.scenario} on ${record.filesystem}`);
      }
      if (record.record === 'complaint') {
        log.warn(`the kernel complains: ${record.complaint.line}`);
      }
      if (record.record !== 'progress' || performance.now() - lastMs < PLAIN_LINE_EVERY_MS) return;
      lastMs = performance.now();
      log.info(describe(record));
    },
    end: () => undefined,
  };
}

/** One line, with a rate, and early and late as shares. */
export function describe(progress: Progress): string {
  const { scenario, filesystem, seconds, attempts, early, late, stale } = progress;
  const rate = seconds > 0 ? whole(Math.round(attempts / seconds)) : '0';
  const outcomes = `${share(early, attempts)} early, ${share(late, attempts)} late`;
  return `${scenario} on ${filesystem}: ${whole(attempts)} attempts, ${rate}/s, ${outcomes}, ${whole(stale)} stale`;
}
