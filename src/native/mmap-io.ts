/**
 * The package mmap-io: where npm has put it, and its binary.
 *
 * Its own entry point finds the binary with node-pre-gyp, whose dependency tree costs far more to load than the
 * binary itself (seconds in an emulated guest, in every worker). So the binary is opened where it was built.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The part of mmap-io that holerace calls. Its arguments are 32-bit ints. */
export interface MmapIo {
  readonly PROT_READ: 1;
  readonly PROT_WRITE: 2;
  readonly MAP_SHARED: 1;
  readonly MADV_RANDOM: 1;
  map(size: number, protection: number, flags: number, fd: number, offset: number): Buffer;
  advise(buffer: Buffer, offset: number, length: number, advice: number): void;
}

const require = createRequire(import.meta.url);

/** Relative to the package: what node-gyp has built, and what node-pre-gyp has fetched ready-made. */
const BINARIES = [
  'build/Release/mmap_io.node',
  `build/binding/Release/node-v${process.versions.modules}-linux-${process.arch}/mmap_io.node`,
];

/**
 * The files of the installed package that are needed to load it.
 *
 * @throws Error where it is not installed, or has no binary for this Node.js
 */
export function mmapIoFiles(): { readonly folder: string; readonly binary: string } {
  const folder = path.dirname(require.resolve('mmap-io/package.json'));
  const binary = BINARIES.find((file) => existsSync(path.join(folder, file)));
  if (binary === undefined) throw new Error('it has not been compiled');
  return { folder, binary };
}

/** @throws Error where it is not installed, has not been compiled, or not for this Node.js */
export function loadMmapIo(): MmapIo {
  const { folder, binary } = mmapIoFiles();
  return require(path.join(folder, binary)) as MmapIo;
}
