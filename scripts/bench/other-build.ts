import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Loads a module of another build of holerace, whatever that build has under its name: it is the developer who names the
 * folder.
 *
 * @param folder holds its build/
 * @param module the module's file in there
 * @throws what Node.js throws where there is no such module
 */
export async function fromOtherBuild<Module>(folder: string, module: string): Promise<Module> {
  const file = path.resolve(folder, 'build', module);
  return (await import(pathToFileURL(file).href)) as Module;
}
