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
/** Beyond its racing time: start, first faults, and the race's own limit for one that stalls. */
const OVERHEAD_LIMIT_MS = 120_000;

export interface ChildOrder {
  readonly plan: RacePlan;
  readonly files: RaceFiles;
  readonly builder: ResultBuilder;
  readonly sink: RecordSink;
  readonly signal: AbortSignal;
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
}: ChildOrder): Promise<Result> {
  const reader = new RecordReader((record) => {
    builder.add(record);
    sink(record);
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
  child.stdout.setEncoding('latin1').on('data', (chunk: string) => reader.push(chunk));
  // A child that died at once leaves a closed pipe; how it ended is told below.
  child.stdin.on('error', () => undefined);
  const order: ProcessOrder = { plan, files };
  child.stdin.write(`${JSON.stringify(order)}\n`);
  let overdue = false;
  const timeLimitMs = plan.scenarios.length * plan.seconds * 1000 + OVERHEAD_LIMIT_MS;
  const timer = setTimeout(() => {
    overdue = true;
    endChild();
  }, timeLimitMs);
  let killTimer: NodeJS.Timeout | undefined;
  const endChild = (): void => {
    child.stdin.end();
    killTimer ??= setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  };
  if (signal.aborted) endChild();
  else signal.addEventListener('abort', endChild, { once: true });
  const outcome = await child;
  if (!child.stdout.readableEnded) await once(child.stdout, 'close').catch(() => undefined);
  clearTimeout(timer);
  clearTimeout(killTimer);
  signal.removeEventListener('abort', endChild);
  const finding =
    builder.done || signal.aborted ? null : explain(outcome, reader.garbage, overdue, files.write);
  const reason = signal.aborted ? 'the run was interrupted' : (finding?.message ?? null);
  return builder.finish({ finding, reason });
}

interface Outcome {
  readonly signal?: string;
  readonly exitCode?: number;
  readonly stderr?: string;
}

function explain(
  outcome: Outcome,
  garbage: string | null,
  overdue: boolean,
  file: string,
): Finding {
  if (overdue) {
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
