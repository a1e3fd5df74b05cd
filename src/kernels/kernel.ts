/** A kernel that can be booted, whatever it came from. */
export interface Kernel {
  /** The bzImage. */
  readonly image: string;
  readonly release: string;
  /** A folder that holds lib/modules/RELEASE with its modules.dep, null where all is built in. */
  readonly modulesRoot: string | null;
  /** The file with its configuration, null where nobody knows it. */
  readonly config: string | null;
  /** What the user asked for, with the version that it came to. */
  readonly source: string;
}

/** Of several kernels in one place, the release that is meant: null for the newest, or the only one. */
export type ReleaseChoice = string | null;
