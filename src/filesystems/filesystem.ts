/**
 * What holerace knows of one filesystem: in which mode a verdict on it means something, and how a guest makes and
 * mounts it. All of it is data, which the host puts into the guest's order.
 */

/** How a file is mapped: with the blocks of the device themselves, or through pages of the page cache. */
export type Mode = 'dax' | 'page-cache';

/** What a filesystem of the guest lies on. */
export type Medium =
  /** On the emulated persistent memory, where mkfs makes it. */
  | 'pmem'
  /** In the guest's ordinary memory. */
  | 'memory'
  /** In a folder of the host, which QEMU shares. */
  | 'share';

/** One way to make it. */
export interface Making {
  /** Whose features it has, as in "today's" or "of Linux 4.0". */
  readonly level: string;
  /** mkfs and its arguments, without the device. */
  readonly mkfs: readonly string[];
}

/** One configuration of a filesystem. */
export interface Configuration {
  /** What is special about it, in a few words. */
  readonly what: string;
  /**
   * The ways to make it, those with the newest features first: of those that the kernel mounts the first one counts.
   *
   * @param usage what mkfs says of its options, where `asksUsage`
   */
  readonly makings: (usage: string) => readonly Making[];
  /** DAX by the flag of a directory (`-o dax=inode`) instead of for the whole mount. */
  readonly daxByFlag?: true;
}

/** How mkfs makes it, and what tells which features that gave it. */
export interface Mkfs {
  /** The program, with the options that every configuration has, those of the user included. */
  readonly command: readonly string[];
  /** Whether the options that this mkfs knows decide what is asked of it: it prints them without arguments. */
  readonly asksUsage?: true;
  /** The program that prints the features, with its arguments before the device; mkfs itself where it is empty. */
  readonly inspect: readonly string[];
  /**
   * What gives it these features and no others, as words behind the command; none where they cannot be chosen one by one.
   *
   * @param printed the features of one that was made, as `features` finds them
   * @param without names of those that it is not to have
   */
  readonly choose?: (printed: readonly string[], without: readonly string[]) => string[];
  /** The names of those that can be left out, of what was printed. */
  readonly droppable?: (printed: readonly string[]) => string[];
  /** Finds the features in what is printed: all groups of all matches, apart by blanks or commas. */
  readonly features: RegExp;
}

/** What a guest does before it mounts; each says in `needs` what cannot be had where it fails. */
export type Preparation =
  | { readonly folder: string }
  | { readonly busybox: readonly string[]; readonly needs: string }
  | { readonly write: string; readonly to: string; readonly needs: string };

/** What is mounted, and how, DAX apart. */
export interface MountWords {
  /** As the kernel calls it. */
  readonly type: string;
  readonly source: string;
  readonly options: readonly string[];
}

export interface Filesystem {
  /** Why it is not supported in a mode; what is supported is not named. */
  readonly not: Readonly<Partial<Record<Mode, string>>>;
  /** Why `vm` does not make it, null where it does. */
  readonly notInVm: string | null;
  readonly medium: Medium;
  /** What the kernel may need for it, in the order in which it is asked for; what it has built in is passed over. */
  readonly modules: readonly string[];
  /** Those of them that must be there where the kernel makes modules of them: all unless told otherwise. */
  readonly neededModules?: readonly string[];
  /** Null where there is nothing to make. */
  readonly mkfs: Mkfs | null;
  /** What is made where no configuration is named. */
  readonly byDefault: Configuration;
  /** Others, by the names that `--fs FILESYSTEM:NAME` takes. */
  readonly configurations: Readonly<Record<string, Configuration>>;
  readonly prepare: readonly Preparation[];
  readonly mount: MountWords;
}

/** Where a guest has what its filesystems lie on. */
export const PMEM_DEVICE = '/dev/pmem0';
/** The name under which QEMU shares a folder of the host. */
export const SHARE_TAG = 'holerace';
/** A folder in the guest's memory, for whatever a filesystem needs beside it. */
export const GUEST_SCRATCH = '/tmp';

/** Of a filesystem that is on the emulated persistent memory, and made by mkfs. */
export const ON_PMEM = {
  notInVm: null,
  medium: 'pmem',
  prepare: [],
} as const;

/** Of a filesystem that nothing has to make. */
export const NOTHING_TO_MAKE = {
  mkfs: null,
  byDefault: { what: '', makings: () => [] },
  configurations: {},
} as const;

/** Why a filesystem without blocks of its own has no DAX. */
export const NO_DEVICE = 'it has no device of its own that could be mapped';

/** Whether it is made on the guest's persistent memory. */
export function isOnPmem({ medium }: Pick<Filesystem, 'medium'>): boolean {
  return medium === 'pmem';
}
