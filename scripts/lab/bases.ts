/** The kernels that lab kernels are made of: one line each. */

/** A kernel's source in Debian's archive, and what its configuration has beside or without the common one. */
export interface Base {
  /** The package of the source. */
  readonly source: string;
  /** The suite that has it, for machines whose own apt does not know it; with its updates for security. */
  readonly suite: string;
  /** Options of kernel.config that it does not need. */
  readonly without: readonly string[];
}

const LIST = {
  /** The one that the faults of the thread are written for. */
  '6.1': { source: 'linux-source-6.1', suite: 'bookworm', without: [] },
  /** The one in which a mend is shown: raced on xfs with DAX and on nothing else. */
  '6.12': {
    source: 'linux-source-6.12',
    suite: 'trixie',
    without: [
      ...['CONFIG_OVERLAY_FS', 'CONFIG_ACPI_NFIT', 'CONFIG_VIRTIO_PMEM', 'CONFIG_VIRTIO_CONSOLE'],
      ...['CONFIG_EXT4_USE_FOR_EXT2', 'CONFIG_RD_GZIP', 'CONFIG_RD_ZSTD', 'CONFIG_DEBUG_FS'],
    ],
  },
} as const satisfies Record<string, Base>;

export type BaseId = keyof typeof LIST;

export const bases: Readonly<Record<BaseId, Base>> = LIST;
