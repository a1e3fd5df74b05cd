/** Every filesystem that holerace knows: one line each. docs/filesystems.md shows this list. */
import { UsageError } from '../errors.js';
import type { Expect } from '../result/result.js';
import { plan9 } from './9p.js';
import { btrfs } from './btrfs.js';
import { cifs } from './cifs.js';
import { exfat } from './exfat.js';
import { ext2 } from './ext2.js';
import { ext4 } from './ext4.js';
import { f2fs } from './f2fs.js';
import type { Configuration, Filesystem, Mode } from './filesystem.js';
import { nfs } from './nfs.js';
import { ntfs } from './ntfs.js';
import { ntfs3 } from './ntfs3.js';
import { overlay } from './overlay.js';
import { tmpfs } from './tmpfs.js';
import { virtiofs } from './virtiofs.js';
import { xfs } from './xfs.js';

const LIST = {
  ext4,
  xfs,
  ext2,
  btrfs,
  f2fs,
  ntfs,
  ntfs3,
  exfat,
  tmpfs,
  overlay,
  nfs,
  cifs,
  '9p': plan9,
  virtiofs,
};

export type FilesystemName = keyof typeof LIST;

/** A filesystem, or one of its configurations behind a colon: what `--fs` takes. */
export type FilesystemChoice = {
  [Name in FilesystemName]:
    | Name
    | `${Name}:${keyof (typeof LIST)[Name]['configurations'] & string}`;
}[FilesystemName];

export const filesystems: Readonly<Record<FilesystemName, Filesystem>> = LIST;

/** What `vm` makes, each filesystem followed by its configurations. */
export const vmChoices: readonly FilesystemChoice[] = (Object.keys(LIST) as FilesystemName[])
  .filter((name) => filesystems[name].notInVm === null)
  .flatMap((name) => choicesOf(name));

/** Those in which it is made as today's tools make it. */
export const vmFilesystems = vmChoices.filter(
  (choice) => !choice.includes(':'),
) as FilesystemName[];

/** Those that have DAX, with features that every kernel mounts: the lab and the benchmarks race on them. */
export const LAB_FILESYSTEMS: readonly FilesystemChoice[] = ['ext4:4.0', 'xfs:4.0'];

function choicesOf(name: FilesystemName): FilesystemChoice[] {
  const named = Object.keys(filesystems[name].configurations).map((one) => `${name}:${one}`);
  return [name, ...named] as FilesystemChoice[];
}

/** What a choice stands for. */
export interface Chosen {
  readonly name: FilesystemName;
  readonly filesystem: Filesystem;
  readonly configuration: Configuration;
  /** The configuration's name, null where none was named. */
  readonly configurationName: string | null;
}

/** What a choice stands for; that it is one is known. */
export function chosenBy(choice: FilesystemChoice): Chosen {
  const [name, configurationName] = choice.split(':') as [FilesystemName, string | undefined];
  const filesystem = filesystems[name];
  const configuration =
    configurationName === undefined
      ? filesystem.byDefault
      : filesystem.configurations[configurationName];
  if (configuration === undefined) throw new Error(`there is no filesystem ${choice}`);
  return { name, filesystem, configuration, configurationName: configurationName ?? null };
}

/**
 * What a result calls the target of a choice: as the kernel calls it where it is mounted, and by its name where a
 * configuration is named, for there may be several of one filesystem.
 *
 * @param choice what stands in a journal may be none
 */
export function targetNameOf(choice: string): string {
  const known: Readonly<Record<string, Filesystem>> = LIST;
  return Object.hasOwn(known, choice) ? (known[choice]?.mount.type ?? choice) : choice;
}

/**
 * The mode in which a filesystem is raced.
 *
 * @param expect what was asked for
 * @throws UsageError where it is not supported in that mode
 */
export function modeOf(choice: FilesystemChoice, expect: Expect): Mode {
  if (expect === 'any') return whyNot(choice, 'dax') === null ? 'dax' : 'page-cache';
  const why = whyNot(choice, expect);
  if (why === null) return expect;
  throw new UsageError(why);
}

/** Why it is not raced in a mode, with what to do instead; null where it is. */
export function whyNot(choice: FilesystemChoice, mode: Mode): string | null {
  const { filesystem, configuration } = chosenBy(choice);
  if (mode === 'page-cache' && configuration.daxByFlag)
    return `${choice} is for DAX: race its page cache with another --fs`;
  const why = filesystem.not[mode];
  return why === undefined
    ? null
    : `${choice} cannot be raced with DAX, for ${why}: race its page cache with --expect page-cache, or choose another --fs`;
}
