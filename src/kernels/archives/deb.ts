/** A kernel out of a Debian package: only its image and the modules that a guest may need. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { execa } from 'execa';
import { extract, type ReadEntry } from 'tar';
import { cached } from '../../cache.js';
import { UsageError } from '../../errors.js';
import { tellStep } from '../../steps.js';
import { missingTool, toolInterruption } from '../../tools.js';
import { fileKey } from '../file-key.js';
import { readRelease } from '../image/bzimage.js';
import type { Kernel } from '../kernel.js';
import { indexModules, isWantedModulePath, MODULE_FOLDERS_KEY } from '../modules/modules.js';

/** No kernel package unpacks to more. */
const UNPACKED_LIMIT_BYTES = 4 * 1024 ** 3;
const ENTRIES_LIMIT = 100_000;

/** Newer packages keep modules below usr/lib. */
const MODULES_PATH = /^(?:usr\/)?lib\/modules\/[^/]+\/(.+)$/;
const IMAGE_PATH = /^boot\/vmlinuz-[^/]+$/;

/**
 * Unpacks a .deb into the cache, unless it is there.
 *
 * @param source what to call it in the result
 * @param moduleDebs packages that hold the kernel's modules, where it does not hold them itself
 * @throws UsageError where it is no Debian package, holds no kernel, or has paths that climb out
 */
export async function kernelOfDeb(
  deb: string,
  source: string,
  moduleDebs: readonly string[] = [],
): Promise<Kernel> {
  const key = `${fileKey(deb, ...moduleDebs)}${MODULE_FOLDERS_KEY}`;
  const folder = await cached(`kernels/${path.basename(deb, '.deb')}-${key}`, async (draft) => {
    tellStep(`unpacking ${path.basename(deb)}`);
    mkdirSync(draft, { recursive: true });
    for (const part of [deb, ...moduleDebs]) await unpack(part, draft);
    const release = readRelease(findImage(draft, deb));
    if (existsSync(path.join(draft, 'lib/modules', release))) await indexModules(draft, release);
  });
  const image = findImage(folder, deb);
  const release = readRelease(image);
  const hasModules = existsSync(path.join(folder, 'lib/modules', release, 'modules.dep'));
  return { image, release, modulesRoot: hasModules ? folder : null, source };
}

async function unpack(deb: string, folder: string): Promise<void> {
  const gate = new EntryGate();
  const dpkg = execa('dpkg-deb', ['--fsys-tarfile', deb], {
    buffer: false,
    reject: false,
    ...toolInterruption(),
    stdout: 'pipe',
    stderr: 'pipe',
  });
  const unpacker = extract({
    cwd: folder,
    filter: (name, entry) => gate.admits(name, entry as ReadEntry),
    onReadEntry: (entry) => {
      entry.path = normalise(entry.path).replace(/^usr\/lib\/modules\//, 'lib/modules/');
    },
    strict: true,
  });
  let unpacked = true;
  try {
    await pipeline(dpkg.stdout, unpacker);
  } catch {
    // A file that is no whole archive, or one that the gate has refused: told below.
    unpacked = false;
    dpkg.kill('SIGKILL');
  }
  const { failed, code } = await dpkg;
  if (code === 'ENOENT') throw missingTool('dpkg-deb');
  if (gate.objection !== null) {
    throw new UsageError(`the package ${deb} is refused: ${gate.objection}; fetch it again`);
  }
  if (failed || !unpacked)
    throw new UsageError(`${deb} is not a whole Debian package: fetch it again`);
}

function normalise(name: string): string {
  return name.replace(/^(?:\.\/)+/, '');
}

/** Looks at every entry of the archive, and remembers the first reason to refuse the whole. */
class EntryGate {
  objection: string | null = null;
  #bytes = 0;
  #entries = 0;

  /** Whether an entry is to be unpacked: image and modules, as plain files. */
  admits(name: string, entry: ReadEntry): boolean {
    this.#bytes += entry.size ?? 0;
    this.#entries++;
    this.#object(name);
    if (this.objection !== null) return false;
    const relative = normalise(name);
    if (relative.endsWith('/')) return false;
    // Links are never followed nor made: a link could point the next entry out of the folder.
    if (entry.type !== 'File' && entry.type !== 'OldFile') return false;
    const modulePath = MODULES_PATH.exec(relative)?.[1];
    return (
      IMAGE_PATH.test(relative) || (modulePath !== undefined && isWantedModulePath(modulePath))
    );
  }

  #object(name: string): void {
    if (path.isAbsolute(name) || name.split('/').includes('..')) {
      this.objection ??= `its path ${JSON.stringify(name)} climbs out`;
    }
    if (this.#bytes > UNPACKED_LIMIT_BYTES) this.objection ??= 'it unpacks to more than 4 GiB';
    if (this.#entries > ENTRIES_LIMIT) this.objection ??= 'it holds more than 100,000 files';
  }
}

function findImage(folder: string, deb: string): string {
  const boot = path.join(folder, 'boot');
  const images = existsSync(boot) ? readdirSync(boot) : [];
  const image = images[0];
  if (images.length !== 1 || image === undefined) {
    throw new UsageError(
      `the package ${deb} holds no kernel (boot/vmlinuz-*): give one such as linux-image-6.1.0-56-amd64`,
    );
  }
  return path.join(boot, image);
}
