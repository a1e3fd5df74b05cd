/** The control: proves on this machine that the checker sees stale reads, by planting some. */
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { makeScratch } from '../files/scratch.js';
import { limitWords } from '../resource-limits.js';
import { printable } from '../result/printable.js';
import { RecordReader } from '../result/record-reader.js';
import type { ScenarioResult } from '../result/result.js';
import { scenarios } from '../scenarios/list.js';
import { lastLine, TOOL_PATH } from '../tools.js';
import { type ControlMode, STATUS_NO_OVERLAY } from './modes.js';
import { missedOf, type Planted, plantedOf } from './planted.js';

const PROGRAM = fileURLToPath(new URL('./control.process.js', import.meta.url));
const NAMESPACE = ['--mount', '--propagation', 'private'];
/** unshare(1) itself, where namespaces are forbidden. */
const UNSHARE_FAILED = 1;
const TIME_LIMIT_MS = 300_000;

export interface ControlLine {
  readonly planted: Planted;
  readonly result: ScenarioResult | null;
  /** What is wrong, null where all was reported. */
  readonly missed: string | null;
}

export interface ControlOutcome {
  readonly mode: ControlMode;
  readonly lines: readonly ControlLine[];
}

/**
 * Runs the control in the first mode that works here.
 *
 * @param modes the modes to try
 */
export async function runControl(
  modes: readonly ControlMode[],
  signal: AbortSignal,
): Promise<ControlOutcome> {
  for (const mode of modes) {
    const tried = await tryMode(mode, signal);
    signal.throwIfAborted();
    if (tried !== null) return { mode, lines: compare(tried) };
  }
  return { mode: modes.at(-1) ?? 'planted', lines: compare({ results: [], ended: null }) };
}

interface Tried {
  readonly results: readonly ScenarioResult[];
  /** How its process ended before all was raced, null where it did not. */
  readonly ended: string | null;
}

/** Null where the mode does not work here: nothing was raced. */
async function tryMode(mode: ControlMode, signal: AbortSignal): Promise<Tried | null> {
  const scratch = makeScratch('control');
  const results: ScenarioResult[] = [];
  let worksHere = true;
  let ended: string | null = null;
  const reader = new RecordReader((record) => {
    if (record.record === 'scenario') results.push(record.scenario);
  });
  const node = [process.execPath, PROGRAM, mode, scratch.folder];
  const [program = '', ...args] = [...namespaceOf(mode), ...node];
  try {
    const child = execa(program, args, {
      stdin: 'ignore',
      buffer: { stdout: false },
      reject: false,
      cleanup: true,
      timeout: TIME_LIMIT_MS,
      cancelSignal: signal,
      env: { PATH: TOOL_PATH },
    });
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => reader.push(chunk));
    const { exitCode, signal: killedBy, stderr, timedOut } = await child;
    if (timedOut) ended = `it took longer than ${TIME_LIMIT_MS / 1000} s`;
    else if (exitCode !== 0) {
      const said =
        stderr.split('\n').find((line) => /^(?:\w*Error\b|Uncaught)/.test(line)) ??
        lastLine(stderr);
      const how = killedBy === undefined ? `with status ${exitCode}` : `by ${killedBy}`;
      ended =
        said === '' ? `it ended ${how}` : `it ended ${how}: ${printable(said)}${limitWords()}`;
    }
    worksHere = exitCode !== STATUS_NO_OVERLAY && exitCode !== UNSHARE_FAILED;
  } finally {
    scratch.remove();
  }
  return worksHere || mode === 'planted' ? { results, ended } : null;
}

function namespaceOf(mode: ControlMode): string[] {
  if (mode === 'planted') return [];
  const user = mode === 'overlay' ? [] : ['--user', '--map-root-user'];
  return ['unshare', ...user, ...NAMESPACE, '--'];
}

function compare({ results, ended }: Tried): ControlLine[] {
  const why = ended === null ? '' : `, for ${ended}`;
  return plantedOf(scenarios).map((planted, index) => {
    const result = results[index] ?? null;
    const missed =
      result === null ? `not run: the control stopped earlier${why}` : missedOf(planted, result);
    return { planted, result, missed };
  });
}
