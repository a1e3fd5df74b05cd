/** What of an archive is unpacked: images, modules and configurations. Every entry is looked at before any byte of it. */
import path from 'node:path';
import type { ReadEntry } from 'tar';
import { isWantedModulePath } from '../modules/wanted.js';

/** No kernel package unpacks to more. */
const UNPACKED_LIMIT_BYTES = 4 * 1024 ** 3;
const ENTRIES_LIMIT = 100_000;
/** Of what an archive holds instead of a kernel, so many folders are named. */
const HOLDINGS_TOLD = 4;

/** Newer packages keep modules below usr/lib. */
const MODULES_PATH = /^(?:usr\/)?lib\/modules\/[^/]+\/(.+)$/;
const IMAGE_PATH =
  /^(?:(?:boot\/)?(?:vmlinuz|bzImage)[^/]*|(?:usr\/)?lib\/modules\/[^/]+\/vmlinuz)$/;
const CONFIG_PATH = /^(?:boot\/config-[^/]+|(?:usr\/)?lib\/modules\/[^/]+\/config)$/;

/** How libarchive writes a file with holes, whose bytes are not as they stand there (tar(5), GNU.sparse). */
const SPARSE_PATH = /(?:^|\/)GNUSparseFile\.\d+\//;

/** Remembers the first reason to refuse the whole archive. */
export class EntryGate {
  objection: string | null = null;
  #bytes = 0;
  #entries = 0;
  readonly #holdings = new Set<string>();
  readonly #wantsImages: boolean;

  /** @param wantsImages whether images are unpacked too, or modules alone */
  constructor(wantsImages: boolean) {
    this.#wantsImages = wantsImages;
  }

  /** Whether an entry is to be unpacked: only what a guest may need, and only plain files. */
  admits(name: string, entry: Pick<ReadEntry, 'size' | 'type'>): boolean {
    this.#bytes += entry.size ?? 0;
    this.#entries++;
    this.#object(name);
    if (this.objection !== null) return false;
    const relative = normalise(name);
    if (relative === '' || relative.endsWith('/')) return false;
    if (this.#holdings.size <= HOLDINGS_TOLD)
      this.#holdings.add(relative.split('/').slice(0, 3).join('/'));
    // Links are never followed nor made: a link could point the next entry out of the folder.
    if (entry.type !== 'File' && entry.type !== 'OldFile') return false;
    const modulePath = MODULES_PATH.exec(relative)?.[1];
    return (
      (this.#wantsImages && isImagePath(relative)) ||
      CONFIG_PATH.test(relative) ||
      (modulePath !== undefined && isWantedModulePath(modulePath))
    );
  }

  /** Some of what it holds, in words. */
  get holdings(): string {
    const names = [...this.#holdings];
    if (names.length === 0) return 'it holds no file';
    const more = names.length > HOLDINGS_TOLD ? ' and more' : '';
    return `it holds ${names.slice(0, HOLDINGS_TOLD).join(', ')}${more}`;
  }

  #object(name: string): void {
    if (path.isAbsolute(name) || name.split('/').includes('..')) {
      this.objection ??= `its path ${JSON.stringify(name)} climbs out`;
    }
    if (SPARSE_PATH.test(name)) this.objection ??= 'it holds a sparse file';
    if (this.#bytes > UNPACKED_LIMIT_BYTES) this.objection ??= 'it unpacks to more than 4 GiB';
    if (this.#entries > ENTRIES_LIMIT) this.objection ??= 'it holds more than 100,000 files';
  }
}

/** A path of an archive without the dot that most begin with. */
export function normalise(name: string): string {
  return name.replace(/^(?:\.\/)+/, '');
}

/** Whether a path of an archive is where kernels lie. */
export function isImagePath(relative: string): boolean {
  return IMAGE_PATH.test(relative);
}
