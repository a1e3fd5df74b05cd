/** What kind of archive a file is, told by its first bytes and not by its name. */
import { closeSync, readSync } from 'node:fs';
import { UsageError } from '../../errors.js';
import { openRegular } from '../../files/regular-file.js';

/** A package of Debian's, one of RPM's, or anything that a tar may be in: Arch's packages are plain ones. */
export type ArchiveKind = 'deb' | 'rpm' | 'tar';

/** An archive on disk. */
export interface Archive {
  readonly file: string;
  readonly kind: ArchiveKind;
}

const SIGNS: readonly { offset: number; magic: string; kind: ArchiveKind }[] = [
  { offset: 0, magic: '!<arch>\ndebian-binary', kind: 'deb' },
  { offset: 0, magic: '\xed\xab\xee\xdb', kind: 'rpm' },
  { offset: 257, magic: 'ustar', kind: 'tar' },
  { offset: 0, magic: '\x1f\x8b', kind: 'tar' },
  { offset: 0, magic: 'BZh', kind: 'tar' },
  { offset: 0, magic: '\xfd7zXZ\0', kind: 'tar' },
  { offset: 0, magic: '\x28\xb5\x2f\xfd', kind: 'tar' },
  { offset: 0, magic: '\x04\x22\x4d\x18', kind: 'tar' },
];
const HEAD_BYTES = 512;

/**
 * The kind of an archive.
 *
 * @returns null where the file is none
 * @throws UsageError where it cannot be read
 */
export function archiveKind(file: string): ArchiveKind | null {
  const head = readHead(file, HEAD_BYTES).toString('latin1');
  return SIGNS.find(({ offset, magic }) => head.startsWith(magic, offset))?.kind ?? null;
}

/**
 * The first bytes of a file, fewer where it is shorter.
 *
 * @throws UsageError where it cannot be read
 */
export function readHead(file: string, bytes: number): Buffer {
  let fd: number | null = null;
  try {
    fd = openRegular(file);
    const head = Buffer.alloc(bytes);
    return head.subarray(0, readSync(fd, head, 0, bytes, 0));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code}): give a file that you may read`,
    );
  } finally {
    if (fd !== null) closeSync(fd);
  }
}
