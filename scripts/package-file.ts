/** Files of the repository that are not compiled. */
import { fileURLToPath } from 'node:url';

/** The path of a file of the repository, from its root. Called from build/scripts/. */
export function packageFile(name: string): string {
  return fileURLToPath(new URL(`../../${name}`, import.meta.url));
}
