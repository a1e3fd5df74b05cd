/** Unpacking what a guest may need of an archive, with distrust: the first thing that is wrong ends it. */
import { pipeline } from 'node:stream/promises';
import { extract, type ReadEntry } from 'tar';
import { UsageError } from '../../errors.js';
import { interruption } from '../../interruption.js';
import { systemCodeOf } from '../../system-errors.js';
import { readAsTar } from './bsdtar.js';
import { EntryGate, normalise } from './gate.js';
import type { Archive, ArchiveKind } from './kind.js';

/**
 * Unpacks image, modules and configuration.
 *
 * @param folder takes them, in the layout of a root file system with lib/modules
 * @param wantsImages whether images are wanted, or modules alone
 * @returns some of what the archive holds, in words
 * @throws UsageError where it is no whole archive, or has paths that climb out, or is too large
 */
export async function unpack(
  { file, kind }: Archive,
  folder: string,
  wantsImages: boolean,
): Promise<string> {
  const gate = new EntryGate(wantsImages);
  const tar = readAsTar(file, kind);
  const unpacker = extract({
    cwd: folder,
    filter: (name, entry) => {
      const admitted = gate.admits(name, entry as ReadEntry);
      if (gate.objection !== null) tar.kill();
      return admitted;
    },
    onReadEntry: (entry) => {
      entry.path = normalise(entry.path).replace(/^usr\/lib\/modules\//, 'lib/modules/');
    },
    strict: true,
  });
  let unpacked = true;
  let refused: unknown = null;
  try {
    await pipeline(tar.stdout, unpacker);
  } catch (error) {
    // A file that is no whole archive, or one that the gate has refused: told below.
    unpacked = false;
    refused = isOfDisk(error) ? error : null;
    tar.kill();
  }
  const complaint = await tar.ended;
  interruption.signal?.throwIfAborted();
  // What the disk did not take says nothing of the archive.
  if (refused !== null) throw refused;
  if (gate.objection !== null)
    throw new UsageError(`the archive ${file} is refused: ${gate.objection}; fetch it again`);
  if (complaint !== null || !unpacked)
    throw new UsageError(
      `${file} is not a whole ${NAMES[kind]} (${complaint ?? 'it ends too early'}): fetch it again`,
    );
  return gate.holdings;
}

const OF_DISK: readonly unknown[] = [
  'ENOSPC',
  'EDQUOT',
  'EROFS',
  'EFBIG',
  'EMFILE',
  'ENFILE',
  'EIO',
];

function isOfDisk(error: unknown): boolean {
  return OF_DISK.includes(systemCodeOf(error));
}

const NAMES: Readonly<Record<ArchiveKind, string>> = {
  deb: 'Debian package',
  rpm: 'RPM package',
  tar: 'archive',
};
