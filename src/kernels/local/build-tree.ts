/**
 * A kernel's build tree (with or without O=). Its modules are taken from where the build put them: that is quicker than
 * modules_install, works with blanks in paths, and with a tree in which only some were built.
 */
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cached } from '../../files/cache.js';
import { copyFile } from '../../files/copy-file.js';
import { readRegular } from '../../files/regular-file.js';
import { fileKey } from '../file-key.js';
import { readRelease } from '../image/bzimage.js';
import type { Kernel } from '../kernel.js';
import { indexModules } from '../modules/stage.js';
import { moduleFiles } from '../modules/wanted.js';

export const BUILT_IMAGE = 'arch/x86/boot/bzImage';
const BUILTIN_LISTS = ['modules.builtin', 'modules.builtin.modinfo'] as const;

/** The image of a build tree, null where the folder is none. */
export function builtImage(folder: string): string | null {
  const image = path.join(folder, BUILT_IMAGE);
  return existsSync(image) ? image : null;
}

/** The build tree in which an image lies, null where it lies in none. */
export function treeOfImage(image: string): string | null {
  const tree = path.resolve(path.dirname(image), '../../..');
  const isBuilt = path.join(tree, BUILT_IMAGE) === path.resolve(image);
  return isBuilt && existsSync(path.join(tree, '.config')) ? tree : null;
}

/** The kernel of a build tree, with those of its modules that a guest may need. */
export async function kernelOfBuildTree(tree: string, source: string): Promise<Kernel> {
  const image = path.join(tree, BUILT_IMAGE);
  const release = readRelease(image);
  const dotConfig = path.join(tree, '.config');
  const config = existsSync(dotConfig) ? dotConfig : null;
  const modules = config === null ? [] : builtModules(tree, release);
  if (modules.length === 0) return { image, release, modulesRoot: null, config, source };
  const lists = BUILTIN_LISTS.map((name) => path.join(tree, name)).filter((file) =>
    existsSync(file),
  );
  const key = fileKey(image, ...lists, ...modules);
  const modulesRoot = await cached(`modules/${release}-${key}`, async (draft) => {
    const staged = path.join(draft, 'lib/modules', release);
    mkdirSync(staged, { recursive: true });
    for (const file of lists) copyFileSync(file, path.join(staged, path.basename(file)));
    const places = modules.map((file) => path.join('kernel', path.relative(tree, file)));
    for (const [index, file] of modules.entries())
      copyFile(file, path.join(staged, `${places[index]}`));
    writeFileSync(path.join(staged, 'modules.order'), places.map((one) => `${one}\n`).join(''));
    await indexModules(draft, release);
  });
  return { image, release, modulesRoot, config, source };
}

/** The wanted modules that the last build made, and that fit the image; older ones may lie beside them. */
function builtModules(tree: string, release: string): string[] {
  const list = path.join(tree, 'modules.order');
  if (!existsSync(list)) return [];
  const built = new Set(readRegular(list).toString('utf8').split('\n').map(moduleOfLine));
  return moduleFiles(tree)
    .filter((file) => built.has(path.relative(tree, file)))
    .filter((file) => releaseOfModule(file) === release);
}

/** A line of modules.order: kernel/fs/xfs/xfs.ko, or fs/xfs/xfs.o ("kbuild: change module.order to list *.o"). */
function moduleOfLine(line: string): string {
  return line
    .trim()
    .replace(/^kernel\//, '')
    .replace(/\.k?o$/, '.ko');
}

/** The release that a module was built for, null where it says none (include/linux/vermagic.h). */
function releaseOfModule(file: string): string | null {
  const bytes = readRegular(file);
  const start = bytes.indexOf('vermagic=');
  if (start < 0) return null;
  const text = bytes.toString('latin1', start + 'vermagic='.length, start + 256);
  return /^[^\s\0]+/.exec(text)?.[0] ?? null;
}
