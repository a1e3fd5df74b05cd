/** Progress of a race: one line that is redrawn on a terminal, a plain line now and then off it. */
import { createLogUpdate } from 'log-update';
import type { Logger } from 'pino';
import type { Progress, RecordSink } from '../report/records.js';

const PLAIN_LINE_EVERY_MS = 10_000;

export interface ProgressView {
  readonly sink: RecordSink;
  /** Takes the line away, before anything else is printed. */
  readonly end: () => void;
}

/** Shows the progress records that it is given, on standard error. */
export function showProgress(log: Logger): ProgressView {
  // Told to be quiet: the log would not take the plain lines either.
  if (!log.isLevelEnabled('info')) return { sink: () => undefined, end: () => undefined };
  return process.stderr.isTTY === true ? onTerminal() : asPlainLines(log);
}

function onTerminal(): ProgressView {
  const update = createLogUpdate(process.stderr);
  return {
    sink: (record) => {
      if (record.record === 'progress') update(describe(record));
      if (record.record === 'scenario') update.clear();
    },
    end: () => update.clear(),
  };
}

function asPlainLines(log: Logger): ProgressView {
  let lastMs = performance.now();
  return {
    sink: (record) => {
      if (record.record === 'racing') {
        lastMs = performance.now();
        log.info(`racing ${record.scenario} on ${record.filesystem}`);
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
  const rate = seconds > 0 ? Math.round(attempts / seconds) : 0;
  const share = (part: number): number => (attempts > 0 ? Math.round((100 * part) / attempts) : 0);
  return `${scenario} on ${filesystem}: ${attempts} attempts, ${rate}/s, ${share(early)}% early, ${share(late)}% late, ${stale} stale`;
}
