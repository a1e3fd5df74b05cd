/** flock(2), through koffi: a lock that belongs to an open file, and is gone when its owner is, however that ends. */
import koffi from 'koffi';

const libc = koffi.load('libc.so.6');
const flockCall = libc.func('int flock(int fd, int operation)');

/** flock(2), asm-generic/fcntl.h. */
const LOCK_EX = 2;
const LOCK_NB = 4;

/**
 * Takes the lock of an open file, without waiting for it.
 *
 * @returns whether nobody else has it
 * @throws Error where the filesystem has no locks
 */
export function tryLock(fd: number): boolean {
  if (flockCall(fd, LOCK_EX | LOCK_NB) === 0) return true;
  const errno = koffi.errno();
  if (errno === koffi.os.errno.EWOULDBLOCK || errno === koffi.os.errno.EAGAIN) return false;
  throw new Error(`flock(2) failed with errno ${errno}`);
}
