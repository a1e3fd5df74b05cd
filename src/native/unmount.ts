/** umount2(2), through koffi: to start a process for it takes an emulated guest tens of milliseconds. */
import koffi from 'koffi';
import { systemError } from './errno.js';

const unmountCall = koffi.load('libc.so.6').func('int umount2(const char *place, int flags)');

/** @throws Error with the errno's name as its code where the kernel refuses */
export function unmountAt(place: string): void {
  if (unmountCall(place, 0) !== 0) throw systemError('umount(2)');
}
