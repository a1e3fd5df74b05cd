/** One builder at a time in the one object tree. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import { UsageError } from '../../src/errors.js';
import { interruption } from '../../src/interruption.js';

/** As long as another builder may take for all kernels. */
const LOCK_LIMIT_SECONDS = 3600;
/** What flock(1) ends with where somebody else has the lock. */
const CONFLICT = 1;
/** The first descriptor behind standard error, as flock(1) sees it. */
const LOCK_DESCRIPTOR = 3;

/**
 * Runs something while no other process does so under this lock. The lock lives as long as its descriptor
 * is open: it ends with this process, however that ends.
 *
 * @throws UsageError where another process keeps the lock too long
 */
export async function underLock<T>(file: string, log: Logger, work: () => Promise<T>): Promise<T> {
  mkdirSync(path.dirname(file), { recursive: true });
  const descriptor = openSync(file, 'a');
  try {
    if (!(await take(descriptor, '--nonblock'))) {
      log.info('waiting for another build of lab kernels to end');
      if (!(await take(descriptor, `--timeout=${LOCK_LIMIT_SECONDS}`))) {
        throw new UsageError(
          `another build of lab kernels does not end: stop it, its lock is ${file}`,
        );
      }
    }
    return await work();
  } finally {
    closeSync(descriptor);
  }
}

/** node:child_process and not execa, which hands no descriptor of ours to a child. */
async function take(descriptor: number, patience: string): Promise<boolean> {
  const flock = spawn('flock', [patience, `${LOCK_DESCRIPTOR}`], {
    stdio: ['ignore', 'ignore', 'inherit', descriptor],
    ...(interruption.signal === null ? {} : { signal: interruption.signal }),
  });
  const [exitCode] = await once(flock, 'close');
  if (exitCode === 0) return true;
  if (exitCode === CONFLICT) return false;
  throw new UsageError(
    `flock could not take the lock of the lab (its own words are above): set XDG_CACHE_HOME to a disk that has locks`,
  );
}
