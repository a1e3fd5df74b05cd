/** What to do about what the system has refused, where nobody nearer to it could say. */
import { messageOf } from './errors.js';

const CURES: Readonly<Record<string, string>> = {
  ENOSPC:
    'free some space there, or name another disk (TMPDIR and XDG_CACHE_HOME say where holerace writes)',
  EDQUOT:
    'free some of the quota, or name another disk (TMPDIR and XDG_CACHE_HOME say where holerace writes)',
  EFBIG: 'raise ulimit -f',
  EMFILE: 'allow more open files (ulimit -n 1024)',
  ENFILE: 'this machine has too many open files, close some',
  EROFS: 'name a place that you may write to (TMPDIR and XDG_CACHE_HOME say where holerace writes)',
  EACCES: 'allow it, or name another place',
  EPERM: 'allow it, or name another place',
  ENOENT: 'it may have been removed meanwhile: begin again',
  ENOTDIR: 'name a place in a folder',
  ENOMEM: 'free some memory',
  EIO: "the disk fails: look at the kernel's log",
};

/** Of a program that was to be started. */
const MISSING_PROGRAM = 'install it';

function isMissingProgram(error: unknown, code: string): boolean {
  return code === 'ENOENT' && /^spawn/.test(String((error as NodeJS.ErrnoException).syscall));
}

/** The errno name of what the system has refused, null for any other error. */
export function systemCodeOf(error: unknown): string | null {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return typeof code === 'string' ? code : null;
}

/** What it refused and what to do, as one sentence; the message of any other error as it is. */
export function systemMessageOf(error: unknown): string {
  const code = systemCodeOf(error) ?? '';
  const cure = isMissingProgram(error, code) ? MISSING_PROGRAM : CURES[code];
  return cure === undefined ? messageOf(error) : `${messageOf(error)}: ${cure}`;
}
