/** Descriptors that koffi has opened: Node.js warns of those that it closes in a worker and has not opened itself. */
import koffi from 'koffi';

const closeCall = koffi.load('libc.so.6').func('int close(int fd)');

/** Closes one. */
export function closeDescriptor(fd: number): void {
  closeCall(fd);
}
