/** Where koffi and its prebuilt binary are installed, for the guest's runtime. */
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);

/** The folder of the package that holds koffi's binary for x86-64. */
export function koffiBinaryFolder(): string {
  const fromKoffi = createRequire(require.resolve('koffi'));
  const name = '@koromix/koffi-linux-x64';
  return folderOf(fromKoffi.resolve(name), name);
}

function folderOf(file: string, name: string): string {
  const end =
    file.lastIndexOf(path.join('node_modules', name)) + path.join('node_modules', name).length;
  return file.slice(0, end);
}
