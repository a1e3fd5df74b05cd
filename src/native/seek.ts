/** lseek(2), through koffi: Node.js has none. */
import koffi from 'koffi';
import { systemError } from './errno.js';

const lseekCall = koffi.load('libc.so.6').func('int64_t lseek(int fd, int64_t offset, int whence)');

/** lseek(2). */
const SEEK_END = 2;

/**
 * Has the next read of an open file begin behind all that it holds.
 *
 * @throws Error with the errno's name as its code where the file has no such place
 */
export function seekEnd(fd: number): void {
  if (Number(lseekCall(fd, 0, SEEK_END)) < 0) throw systemError('lseek(2)');
}
