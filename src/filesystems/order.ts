/** What a guest is told to make and to mount: everything is decided here, on the host. */
import { UsageError } from '../errors.js';
import { runTool } from '../tools.js';
import type { Configuration, Filesystem, Making, Medium, Mode, Preparation } from './filesystem.js';
import { chosenBy, type FilesystemChoice } from './list.js';

/** One filesystem to make and race on. */
export interface FilesystemOrder {
  /** What `--fs` called it. */
  readonly choice: string;
  readonly medium: Medium;
  /** What the kernel may need, in the order in which it is asked for. */
  readonly modules: readonly string[];
  /** Those of them that must be there where the kernel makes modules of them. */
  readonly neededModules: readonly string[];
  readonly prepare: readonly Preparation[];
  /** Of these the first one counts that the kernel mounts as it is asked to; none where there is nothing to make. */
  readonly makings: readonly Making[];
  /** What prints the features: a program and its arguments before the device, or mkfs itself. */
  readonly inspect: readonly string[];
  /** The source of a regular expression that finds them. */
  readonly features: string;
  readonly mount: { readonly type: string; readonly source: string; readonly options: string };
  /** Whether files are to be DAX. */
  readonly dax: boolean;
  /** Whether the directory gets the flag that makes them so. */
  readonly daxFlag: boolean;
}

/** What the user asks for beside a choice. */
export interface FilesystemOptions {
  /** More arguments for mkfs: then it is made so and not otherwise. */
  readonly mkfs: readonly string[];
  /** More options of the mount. */
  readonly mount: readonly string[];
}

export const NO_FILESYSTEM_OPTIONS: FilesystemOptions = { mkfs: [], mount: [] };

/**
 * The order to make and mount a filesystem.
 *
 * @throws UsageError where mkfs is not installed
 */
export async function filesystemOrder(
  choice: FilesystemChoice,
  mode: Mode = 'dax',
  options: FilesystemOptions = NO_FILESYSTEM_OPTIONS,
): Promise<FilesystemOrder> {
  const { filesystem, configuration } = chosenBy(choice);
  const usage = await usageOf(filesystem);
  return orderOf({ choice, filesystem, configuration, usage, mode, options });
}

export interface OrderParts {
  readonly choice: string;
  readonly filesystem: Filesystem;
  readonly configuration: Configuration;
  /** What mkfs says of its options, where that is asked. */
  readonly usage: string;
  readonly mode: Mode;
  readonly options: FilesystemOptions;
}

/** The order of a filesystem's configuration, which need not be in the list. */
export function orderOf(parts: OrderParts): FilesystemOrder {
  const { choice, filesystem, configuration, usage, mode, options } = parts;
  const { medium, modules, prepare, mkfs, mount } = filesystem;
  const dax = mode === 'dax';
  const daxFlag = dax && configuration.daxByFlag === true;
  const command = mkfs?.command ?? [];
  const asked: Making = {
    level: `with ${options.mkfs.join(' ')}`,
    mkfs: [...command, ...options.mkfs],
  };
  return {
    ...{ choice, medium, modules, prepare, dax, daxFlag },
    neededModules: filesystem.neededModules ?? modules,
    makings: options.mkfs.length > 0 ? [asked] : configuration.makings(usage),
    inspect: mkfs?.inspect ?? [],
    features: mkfs?.features.source ?? '',
    mount: { ...mount, options: mountOptions([...mount.options], dax, daxFlag, options.mount) },
  };
}

/** Kernels before 5.8 know no other word than `dax`. */
function mountOptions(
  own: readonly string[],
  dax: boolean,
  daxFlag: boolean,
  asked: readonly string[],
): string {
  const ofDax = dax ? [daxFlag ? 'dax=inode' : 'dax'] : [];
  // What is asked for comes last, and so overrides.
  return [...own, ...ofDax, ...asked].join(',');
}

/** Without arguments mkfs prints its usage, and in it every option that it knows. */
async function usageOf({ mkfs }: Filesystem): Promise<string> {
  const [tool] = mkfs?.command ?? [];
  if (tool === undefined || mkfs?.asksUsage !== true) return '';
  const { stdout, stderr } = await runTool(tool, []);
  return stdout + stderr;
}

/** The programs of the host that a guest needs for its filesystems. */
export function toolsOf(orders: readonly FilesystemOrder[]): string[] {
  const words = orders.flatMap(({ makings, inspect }) => [
    ...makings.map(({ mkfs }) => mkfs),
    inspect,
  ]);
  return [...new Set(words.flatMap((command) => command.slice(0, 1)))];
}

/**
 * The options that are the user's, held against the choices that they are for.
 *
 * @param mkfs as many words as there are between blanks
 * @throws UsageError where they do not go together
 */
export function filesystemOptions(
  choices: readonly FilesystemChoice[],
  mkfs: readonly string[],
  mount: readonly string[],
): FilesystemOptions {
  const options = { mkfs: mkfs.flatMap(wordsOf), mount: mount.flatMap(wordsOf) };
  if (options.mkfs.length === 0) return options;
  const [choice, ...more] = choices;
  if (choice === undefined || more.length > 0)
    throw new UsageError('--mkfs-options are those of one mkfs: give one --fs with them');
  const { name, filesystem, configurationName } = chosenBy(choice);
  if (configurationName !== null)
    throw new UsageError(
      `--mkfs-options and ${choice} both say how ${name} is made: give one of them, such as --fs ${name} --mkfs-options`,
    );
  if (filesystem.mkfs === null)
    throw new UsageError(`${name} is not made by any mkfs: leave out --mkfs-options`);
  return options;
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
