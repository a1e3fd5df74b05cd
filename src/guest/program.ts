/** Runs a program in the guest: its time, what it prints, how it ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { PROGRAM_LINE_LIMIT, PROGRAM_LINES_CEILING } from '../result/limits.js';
import type { RanRecord, RecordSink } from '../result/records.js';

export const PROGRAM_LIMITS = {
  /** A round that has begun is raced to its end; a busy host's guest takes long for one. */
  beyondItsTimeMs: 60_000,
  /** A process that is killed is gone by then, or stuck in the kernel. */
  killedMs: 20_000,
} as const;
/** More often than the host's patience asks for. */
const TOLD_EVERY_MS = 10_000;
const KEPT_BYTES = PROGRAM_LINES_CEILING * PROGRAM_LINE_LIMIT;

/** How a program is called. */
export interface ProgramCall {
  readonly file: string;
  readonly args: readonly string[];
  /** What it takes by itself. */
  readonly seconds: number;
  /** From 1. */
  readonly run: number;
}

/**
 * Runs it to its end, and tells now and then that it runs.
 *
 * @returns the record of its end, null where it is stuck in the kernel
 */
export async function runProgram(
  call: ProgramCall,
  sink: RecordSink,
  limits: Readonly<Record<keyof typeof PROGRAM_LIMITS, number>> = PROGRAM_LIMITS,
): Promise<RanRecord | null> {
  const { file, args, seconds, run } = call;
  const startedMs = performance.now();
  const tell = (): void =>
    sink({ record: 'running', run, seconds: (performance.now() - startedMs) / 1000 });
  tell();
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const listen = (chunk: string): void => {
    // Read to its end all the same: a full pipe would hold the program.
    said = (said + chunk).slice(0, KEPT_BYTES);
  };
  // Its counts, and by err(3) why there are none.
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', listen);
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const timer = setInterval(tell, TOLD_EVERY_MS);
  try {
    let end = await within(seconds * 1000 + limits.beyondItsTimeMs, ended);
    if (end === null) {
      child.kill('SIGKILL');
      end = await within(limits.killedMs, ended);
    }
    if (end === null) return null;
    const [status, signal] = end;
    return { record: 'ran', run, status, signal, lines: linesOf(said) };
  } finally {
    clearInterval(timer);
  }
}

async function within<T>(limitMs: number, settled: Promise<T>): Promise<T | null> {
  const over = new AbortController();
  const late = setTimeout(limitMs, null, { signal: over.signal }).catch(() => null);
  try {
    return await Promise.race([settled, late]);
  } finally {
    over.abort();
  }
}

function linesOf(said: string): string[] {
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(0, PROGRAM_LINES_CEILING).map((line) => line.slice(0, PROGRAM_LINE_LIMIT));
}
