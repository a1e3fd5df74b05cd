/** How the kernels of a bisect's commits are built, and under which key what was built is kept. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { messageOf, UsageError } from '../../errors.js';
import { readRegular } from '../../files/regular-file.js';

/** What racing needs, everything built in, nothing else: lab kernels are made of it too. */
const FRAGMENT = fileURLToPath(new URL('../../../../scripts/lab/kernel.config', import.meta.url));

export type Configuration =
  /** The user's own command, which leaves a built tree where it is run. */
  | { readonly kind: 'command'; readonly command: string }
  /** Of a file, brought up to date by `make olddefconfig`. */
  | { readonly kind: 'file'; readonly config: string }
  /** `make allnoconfig` with holerace's fragment. */
  | { readonly kind: 'fragment'; readonly config: string };

export interface BuildChoice {
  readonly command: string | null;
  /** A file. */
  readonly config: string | null;
}

/**
 * What the user has chosen, with the contents of files.
 *
 * @throws UsageError where two things were chosen, or a file cannot be read
 */
export function configurationOf({ command, config }: BuildChoice): Configuration {
  if (command !== null && config !== null)
    throw new UsageError(
      '--build and --config exclude each other: let the command choose the configuration, or leave it out',
    );
  if (command !== null) return { kind: 'command', command };
  if (config === null) return { kind: 'fragment', config: readFileSync(FRAGMENT, 'utf8') };
  try {
    return { kind: 'file', config: readRegular(config).toString('utf8') };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `--config ${config} cannot be read (${messageOf(error)}): give the configuration of a kernel`,
    );
  }
}

/** A short key that changes with the configuration. */
export function keyOf(configuration: Configuration): string {
  return createHash('sha256').update(JSON.stringify(configuration)).digest('hex').slice(0, 16);
}
