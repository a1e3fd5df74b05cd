/** The parent of the racing process: starts it, keeps what it reports, and tells how it ended. */
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { RecordReader } from '../report/record-reader.js';
import type { RecordSink } from '../report/records.js';
import type { Finding, Result } from '../report/result.js';
import type { ResultBuilder } from '../report/result-builder.js';
import { isFull } from '../target/free-space.js';
import type { RaceFiles, RacePlan } from './plan.js';
import type { ProcessOrder } from './race.process.js';

const PROGRAM = fileURLToPath(new URL('./race.process.js', import.meta.url));
/** Asked to stop, or beyond its time, the child is given so long to report before it is killed. */
const GRACE_MS = 15_000;
/** A longer timer goes off at once (Node.js, setTimeout). */
const TIMER_LIMIT_MS = 2 ** 31 - 1;
/** After SIGKILL a process that can end has ended. */
const KILL_LIMIT_MS = 5000;
/** Beyond its racing time: start, first faults, and the race's own limit for one that stalls. */
const OVERHEAD_LIMIT_MS = 120_000;

export interface ChildOrder {
  readonly plan: RacePlan;
  readonly files: RaceFiles;
  readonly builder: ResultBuilder;
  readonly sink: RecordSink;
  readonly signal: AbortSignal;
}

export interface ChildOutcome {
  readonly result: Result;
  /** The kernel holds the child: whoever touches its file may be held as well. */
  readonly held: boolean;
}

/**
 * Races in a child process, which a SIGBUS or a held system call may take without taking holerace.
 *
 * @returns the result of what it reported, with a finding where it died
 */
export async function raceInChild({
  plan,
  files,
  builder,
  sink,
  signal,
}: ChildOrder): Promise<ChildOutcome> {
  let killTimer: NodeJS.Timeout | undefined;
  let giveUp: () => void = () => undefined;
  /** A thread that the kernel holds survives SIGKILL: then the child is left behind. */
  const unkillable = new Promise<'unkillable'>((resolve) => {
    giveUp = () => resolve('unkillable');
  });
  let endChild = (): void => undefined;
  const reader = new RecordReader((record) => {
    builder.add(record);
    sink(record);
    // It ends itself now, if the kernel lets it.
    if (record.record === 'done') killTimer ??= setTimeout(giveUp, KILL_LIMIT_MS);
  });
  const child = execa(process.execPath, [PROGRAM], {
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'pipe',
    buffer: { stdout: false, stderr: true },
    maxBuffer: { stderr: 64 * 1024 },
    reject: false,
    cleanup: true,
  });
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    reader.push(chunk);
    // Nothing that follows would be believed.
    if (reader.garbage !== null) endChild();
  });
  // A child that died at once leaves a closed pipe; how it ended is told below.
  child.stdin.on('error', () => undefined);
  const order: ProcessOrder = { plan, files };
  child.stdin.write(`${JSON.stringify(order)}\n`);
  let overdue = false;
  const racingMs = plan.scenarios.length * plan.seconds * 1000;
  const timeLimitMs = Math.min(racingMs + OVERHEAD_LIMIT_MS, TIMER_LIMIT_MS);
  const timer = setTimeout(() => {
    overdue = true;
    endChild();
  }, timeLimitMs);
  endChild = () => {
    child.stdin.end();
    killTimer ??= setTimeout(() => {
      child.kill('SIGKILL');
      killTimer = setTimeout(giveUp, KILL_LIMIT_MS);
    }, GRACE_MS);
  };
  if (signal.aborted) endChild();
  else signal.addEventListener('abort', endChild, { once: true });
  const outcome = await Promise.race([child, unkillable]);
  if (outcome === 'unkillable') leaveBehind(child);
  else if (!child.stdout.readableEnded) await once(child.stdout, 'close').catch(() => undefined);
  clearTimeout(timer);
  clearTimeout(killTimer);
  signal.removeEventListener('abort', endChild);
  const finding =
    builder.done || signal.aborted ? null : explain(outcome, reader.garbage, overdue, files.write);
  const reason = signal.aborted ? 'the run was interrupted' : (finding?.message ?? null);
  return { result: builder.finish({ finding, reason }), held: outcome === 'unkillable' };
}

interface Outcome {
  readonly signal?: string;
  readonly exitCode?: number;
  readonly stderr?: string;
}

function leaveBehind(child: { unref(): void; stdout: { destroy(): void } }): void {
  child.unref();
  child.stdout.destroy();
}

function explain(
  outcome: Outcome | 'unkillable',
  garbage: string | null,
  overdue: boolean,
  file: string,
): Finding {
  if (overdue || outcome === 'unkillable') {
    return {
      kind: 'hang',
      message: 'the race did not end in time: the kernel holds its process',
      consoleLog: null,
    };
  }
  if (garbage !== null) {
    return {
      kind: 'garbage',
      message: `the racing process sent what is no record: ${garbage}`,
      consoleLog: null,
    };
  }
  if (outcome.signal === 'SIGBUS') {
    const why = isFull(path.dirname(file))
      ? ', for the filesystem is full: free some space in it'
      : '';
    return {
      kind: 'died',
      message: `the kernel answered a mapped read with SIGBUS${why}`,
      consoleLog: null,
    };
  }
  const how =
    outcome.signal === undefined ? `with status ${outcome.exitCode}` : `by ${outcome.signal}`;
  const said = outcome.stderr
    ?.trim()
    .split('\n')
    .find((line) => /Error/.test(line));
  const message = `the racing process was ended ${how}${said === undefined ? '' : `: ${said.trim()}`}`;
  return { kind: 'died', message: message.slice(0, 1000), consoleLog: null };
}
