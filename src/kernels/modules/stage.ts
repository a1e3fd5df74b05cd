/** Modules as a guest takes them: lib/modules/RELEASE in a folder of the cache, with its dependencies worked out. */
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../../errors.js';
import { cached } from '../../files/cache.js';
import { needTool } from '../../tools.js';
import { fileKey } from '../file-key.js';
import { rooted } from '../rooted.js';
import { isWantedOrAbove, MODULE_FOLDERS_KEY, moduleFiles } from './wanted.js';

/** What depmod and modprobe read beside the modules themselves. */
const LISTS = ['modules.order', 'modules.builtin', 'modules.builtin.modinfo'] as const;

/**
 * The modules of a kernel, staged in the cache.
 *
 * @param modulesFolder lib/modules/RELEASE, wherever it is
 * @param image the kernel's image: another one may have other modules of the same release
 * @returns a folder that holds lib/modules/RELEASE
 */
export async function stagedModules(
  modulesFolder: string,
  image: string,
  release: string,
): Promise<string> {
  const files = moduleFiles(path.join(modulesFolder, 'kernel'));
  const key = `${fileKey(image, ...files)}${MODULE_FOLDERS_KEY}`;
  return cached(`modules/${release}-${key}`, async (draft) => {
    const staged = path.join(draft, 'lib/modules', release);
    mkdirSync(staged, { recursive: true });
    for (const name of [...LISTS, 'kernel']) {
      const from = path.join(modulesFolder, name);
      if (!existsSync(from)) continue;
      cpSync(from, path.join(staged, name), {
        recursive: true,
        filter: (source) => isWantedOrAbove(path.relative(modulesFolder, source)),
      });
    }
    await indexModules(draft, release);
  });
}

/** Runs depmod: packages hold no modules.dep. */
export async function indexModules(root: string, release: string): Promise<void> {
  await needTool(`reading the modules of ${release}`, 'depmod', ['-b', root, release]);
}

/**
 * The folder of a release's modules below one that the user named: the folder itself, or the one below
 * lib/modules.
 *
 * @returns null where there is none for that release
 */
export function modulesFolderIn(folder: string, release: string): string | null {
  for (const below of ['', `lib/modules/${release}`, `usr/lib/modules/${release}`, release]) {
    const candidate = rooted(folder, below);
    if (candidate === null || path.basename(path.resolve(folder, below)) !== release) continue;
    if (existsSync(path.join(candidate, 'kernel'))) return path.resolve(candidate);
  }
  return null;
}

/**
 * The same, where there has to be one.
 *
 * @throws UsageError where there is none for that release
 */
export function findModulesFolder(folder: string, release: string): string {
  const found = modulesFolderIn(folder, release);
  if (found !== null) return found;
  throw new UsageError(
    `${folder} holds no modules of ${release}: give the folder that holds lib/modules/${release}`,
  );
}
