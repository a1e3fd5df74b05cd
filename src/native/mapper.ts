/** What maps files: the package mmap-io, or mmap(2) itself through koffi. Both give Buffers that show the file. */
import koffi from 'koffi';
import { systemError } from './errno.js';
import { addressOf, mmapCall, munmapCall } from './libc.js';
import { loadMmapIo } from './mmap-io.js';

export interface Mapper {
  /** Maps a range of a file, shared. A Buffer's memory is unmapped once the garbage collector has found it. */
  map(fd: number, offsetBytes: number, lengthBytes: number, writable: boolean): Buffer;
  /** madvise(2) for a whole mapping, from `map`. */
  advise(mapping: Buffer, advice: number): void;
}

/** mmap(2). */
const PROT_READ = 1;
const PROT_WRITE = 2;
const MAP_SHARED = 1;
const ANYWHERE = 0;
const FAILED = -1;

/** @throws Error where mmap-io cannot be loaded */
export function mmapIoMapper(): Mapper {
  const mmapIo = loadMmapIo();
  return {
    map: (fd, offsetBytes, lengthBytes, writable) => {
      const protection = writable ? mmapIo.PROT_READ | mmapIo.PROT_WRITE : mmapIo.PROT_READ;
      try {
        return mmapIo.map(lengthBytes, protection, mmapIo.MAP_SHARED, fd, offsetBytes);
      } catch (error) {
        // It says "mmap failed, 19".
        throw systemError('mmap(2)', Number(/\d+$/.exec((error as Error).message)?.[0] ?? 0));
      }
    },
    advise: (mapping, advice) => mmapIo.advise(mapping, 0, mapping.length, advice),
  };
}

/** mmap(2) through koffi: prebuilt, so it takes no compiler. */
export function koffiMapper(): Mapper {
  const madviseCall = koffi
    .load('libc.so.6')
    .func('int madvise(uintptr_t address, size_t length, int advice)');
  // The ArrayBuffer, which lives as long as any view of it.
  const unreachable = new FinalizationRegistry<readonly [address: number, lengthBytes: number]>(
    (range) => munmapCall(...range),
  );
  return {
    map: (fd, offsetBytes, lengthBytes, writable) => {
      const protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;
      const address = Number(
        mmapCall(ANYWHERE, lengthBytes, protection, MAP_SHARED, fd, offsetBytes),
      );
      if (address === FAILED) throw systemError('mmap(2)');
      const memory = koffi.view(BigInt(address), lengthBytes);
      unreachable.register(memory, [address, lengthBytes]);
      return Buffer.from(memory);
    },
    advise: (mapping, advice) => {
      if (madviseCall(addressOf(mapping), mapping.length, advice) !== 0)
        throw systemError('madvise(2)');
    },
  };
}
