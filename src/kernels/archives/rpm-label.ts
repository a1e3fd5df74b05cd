/**
 * What an RPM package says of itself. libarchive passes over it, and no library of npm reads it that is kept up: the
 * format is a table of tags (rpm's docs/manual/format_v4.md, docs/manual/tags.md).
 */
import { UsageError } from '../../errors.js';
import { readHead } from './kind.js';
import { type PackageLabel, SOURCE_CODE } from './package-label.js';

const LEAD_BYTES = 96;
const HEADER_MAGIC = 0x8eade801;
const HEADER_START_BYTES = 16;
const ENTRY_BYTES = 16;
/** The signature's header is padded to this. */
const ALIGNMENT_BYTES = 8;
/** No package of a kernel has longer headers: its files are listed in them. */
const HEADERS_LIMIT_BYTES = 32 * 1024 ** 2;
const TEXT_LIMIT_BYTES = 1024;

const Tag = {
  NAME: 1000,
  VERSION: 1001,
  RELEASE: 1002,
  SUMMARY: 1004,
  ARCH: 1022,
  SOURCERPM: 1044,
};

/**
 * Reads the label of an RPM package.
 *
 * @throws UsageError where it is none, or cut off
 */
export function readRpmLabel(file: string): PackageLabel {
  const bytes = readHead(file, HEADERS_LIMIT_BYTES);
  try {
    const signatureBytes = headerBytes(bytes, LEAD_BYTES);
    const padded = Math.ceil(signatureBytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    const tags = readTags(bytes, LEAD_BYTES + padded);
    const text = (tag: number): string => tags.get(tag) ?? '';
    const isSource = text(Tag.SOURCERPM) === '';
    return {
      name: text(Tag.NAME),
      version: `${text(Tag.VERSION)}-${text(Tag.RELEASE)}`,
      source: text(Tag.SOURCERPM),
      architecture: isSource ? SOURCE_CODE : text(Tag.ARCH),
      summary: text(Tag.SUMMARY),
      depends: [],
      optional: [],
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`${file} is not a whole RPM package: fetch it again`);
  }
}

/** The length of the header that begins at an offset. */
function headerBytes(bytes: Buffer, start: number): number {
  if (bytes.readUInt32BE(start) !== HEADER_MAGIC) throw new RangeError('no header');
  const entries = bytes.readUInt32BE(start + 8);
  const storeBytes = bytes.readUInt32BE(start + 12);
  return HEADER_START_BYTES + entries * ENTRY_BYTES + storeBytes;
}

/** The tags of a header that hold one text; of a translated one the first. */
function readTags(bytes: Buffer, start: number): Map<number, string> {
  const end = start + headerBytes(bytes, start);
  if (end > bytes.length) throw new RangeError('cut off');
  const entries = bytes.readUInt32BE(start + 8);
  const store = start + HEADER_START_BYTES + entries * ENTRY_BYTES;
  const wanted = new Set(Object.values(Tag));
  const tags = new Map<number, string>();
  for (let index = 0; index < entries; index++) {
    const entry = start + HEADER_START_BYTES + index * ENTRY_BYTES;
    const tag = bytes.readUInt32BE(entry);
    if (!wanted.has(tag)) continue;
    const at = store + bytes.readUInt32BE(entry + 8);
    const text = bytes.toString('utf8', at, Math.min(end, at + TEXT_LIMIT_BYTES));
    tags.set(tag, text.split('\0')[0] ?? '');
  }
  return tags;
}
