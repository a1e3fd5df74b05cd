/**
 * Every archive as a plain tar: bsdtar is libarchive's, which reads them all. What comes out is looked at entry by
 * entry as it comes, so that an archive is read once, and no further than to the first reason to refuse it.
 */
import type { Readable, Writable } from 'node:stream';
import { execa } from 'execa';
import { lastLine, missingTool, TOOL_LIMIT_MS, TOOL_PATH, toolInterruption } from '../../tools.js';
import type { ArchiveKind } from './kind.js';

const BSDTAR = 'bsdtar';
/** No package says more of itself. */
const CONTROL_LIMIT_BYTES = 1024 ** 2;

/** An archive that is being read. */
export interface TarStream {
  readonly stdout: Readable;
  /** Ends the reading before its end. */
  readonly kill: () => void;
  /** What bsdtar complained of, null where it came to the end of a whole archive. */
  readonly ended: Promise<string | null>;
}

/**
 * Reads an archive as plain tar, with paths as they stand in it.
 */
export function readAsTar(file: string, kind: ArchiveKind): TarStream {
  const repack = ['-cPf', '-', '--format=pax'];
  if (kind !== 'deb') return followed([start([...repack, `@${file}`])]);
  // An archive of archives (deb(5)).
  const outer = start(['-xOf', file, 'data.tar*']);
  const inner = start([...repack, '@-'], 'pipe');
  feed(outer, inner);
  return followed([outer, inner]);
}

/** What a .deb says of itself, empty where it cannot be read. */
export async function readControl(file: string): Promise<string> {
  const outer = start(['-xOf', file, 'control.tar*']);
  const inner = start(['-xOf', '-', '--include=./control', '--include=control'], 'pipe');
  feed(outer, inner);
  const { ended, stdout, kill } = followed([outer, inner]);
  let text = '';
  for await (const chunk of stdout) {
    text += chunk;
    if (text.length > CONTROL_LIMIT_BYTES) kill();
  }
  await ended;
  return text;
}

const OPTIONS = {
  buffer: { stdout: false, stderr: true },
  maxBuffer: { stderr: 64 * 1024 },
  stdout: 'pipe',
  reject: false,
  timeout: TOOL_LIMIT_MS,
  env: { PATH: TOOL_PATH, LC_ALL: 'C.UTF-8' },
} as const;

function start(args: readonly string[], stdin: 'ignore' | 'pipe' = 'ignore') {
  return execa(BSDTAR, args, { ...OPTIONS, stdin, ...toolInterruption() });
}

type Bsdtar = ReturnType<typeof start>;

/**
 * Hands on what one says to the other, which stops listening at the mark of the archive's end: what follows that, as
 * zeros do, is read all the same, so that the first comes to its own end.
 */
function feed(outer: Bsdtar, inner: Bsdtar): void {
  const listener = inner.stdin as Writable;
  const discard = () => outer.stdout.unpipe(listener).resume();
  listener.on('error', discard).on('close', discard);
  outer.stdout.pipe(listener);
}

function followed(processes: readonly Bsdtar[]): TarStream {
  const last = processes.at(-1);
  if (last === undefined) throw new RangeError('nothing was started');
  const ended = Promise.all(processes).then((results) => {
    if (results.some(({ code }) => code === 'ENOENT')) throw missingTool(BSDTAR);
    const failed = results.find((result) => result.failed);
    return failed === undefined
      ? null
      : lastLine(String(failed.stderr ?? '')) || 'bsdtar said nothing';
  });
  ended.catch(() => undefined);
  const kill = () => {
    for (const one of processes) one.kill('SIGKILL');
  };
  return { stdout: last.stdout, kill, ended };
}
