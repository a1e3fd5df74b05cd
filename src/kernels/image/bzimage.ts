/** The header of a bzImage (Documentation/arch/x86/boot.rst): is it a kernel, whole, for this machine, and which. */
import { closeSync, fstatSync, readSync } from 'node:fs';
import { UsageError } from '../../errors.js';
import { openRegular } from '../../files/regular-file.js';

const SETUP_SECTS = 0x1f1;
const SYSSIZE = 0x1f4;
const MAGIC = 0x202;
const PROTOCOL_VERSION = 0x206;
const KERNEL_VERSION = 0x20e;
const XLOADFLAGS = 0x236;

const SECTOR_BYTES = 512;
/** syssize counts paragraphs of 16 bytes. */
const PARAGRAPH_BYTES = 16;
/** Where setup_sects is zero, four are meant. */
const SETUP_SECTS_FALLBACK = 4;
/** kernel_version counts from here. */
const VERSION_BASE = 0x200;
/** The protocol that brought xloadflags, Linux 3.8. */
const PROTOCOL_2_12 = 0x020c;
const XLF_KERNEL_64 = 1;
/** The setup code, with the version string in it, is smaller. */
const SETUP_LIMIT_BYTES = 64 * 1024;

/** Other kernel images that users hand over, by the bytes at an offset. */
const OTHERS: readonly { offset: number; magic: string; what: string }[] = [
  { offset: 0, magic: '\x7fELF', what: 'an ELF file such as vmlinux' },
  { offset: 56, magic: 'ARM\x64', what: 'an arm64 kernel' },
  { offset: 56, magic: 'RSC\x05', what: 'a RISC-V kernel' },
  { offset: 4, magic: 'zimg', what: 'an EFI zboot image, a compressed kernel of another machine' },
];

/**
 * Reads which kernel a bzImage holds.
 *
 * @returns its release, as `uname -r` will show it
 * @throws UsageError where the file is empty, no bzImage, truncated, or not for x86-64
 */
export function readRelease(file: string): string {
  const { head, sizeBytes } = readHead(file);
  if (sizeBytes === 0) throw new UsageError(`the kernel ${file} is empty: build or fetch it again`);
  if (head.toString('latin1', MAGIC, MAGIC + 4) !== 'HdrS') throw notABzImage(file, head);
  const sectors = (head[SETUP_SECTS] || SETUP_SECTS_FALLBACK) + 1;
  const wholeBytes = sectors * SECTOR_BYTES + head.readUInt32LE(SYSSIZE) * PARAGRAPH_BYTES;
  if (sizeBytes < wholeBytes) {
    throw new UsageError(
      `the kernel ${file} is truncated, ${sizeBytes} of ${wholeBytes} bytes: build or fetch it again`,
    );
  }
  const protocol = head.readUInt16LE(PROTOCOL_VERSION);
  if (protocol < PROTOCOL_2_12 || (head.readUInt16LE(XLOADFLAGS) & XLF_KERNEL_64) === 0) {
    throw new UsageError(
      `the kernel ${file} is not for x86-64: holerace boots x86-64 kernels only`,
    );
  }
  return releaseIn(head, file);
}

function readHead(file: string): { head: Buffer; sizeBytes: number } {
  let fd: number | null = null;
  try {
    fd = openRegular(file);
    const head = Buffer.alloc(SETUP_LIMIT_BYTES);
    readSync(fd, head, 0, head.length, 0);
    return { head, sizeBytes: fstatSync(fd).size };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `the kernel ${file} cannot be read (${(error as NodeJS.ErrnoException).code}): give a file that you may read`,
    );
  } finally {
    if (fd !== null) closeSync(fd);
  }
}

function releaseIn(head: Buffer, file: string): string {
  const start = head.readUInt16LE(KERNEL_VERSION) + VERSION_BASE;
  const end = head.indexOf(0, start);
  const version = head.toString('latin1', start, end < 0 ? start : end);
  const release = version.split(' ')[0] ?? '';
  // It becomes part of paths: nothing but what a release is made of.
  if (!/^[A-Za-z0-9][A-Za-z0-9.+~_-]{0,127}$/.test(release)) {
    throw new UsageError(
      `the kernel ${file} names no release in its header: build or fetch it again`,
    );
  }
  return release;
}

const UNIFIED = 'a unified kernel image (UKI), which holds a kernel and more';
const PE_OFFSET = 0x3c;
/** A section of a PE file is named in eight bytes (systemd's ukify(1) names them). */
const LINUX_SECTION = Buffer.from('.linux\0\0', 'latin1');

/** Whether it is a PE file with a kernel as one of its sections. */
function isUnified(head: Buffer): boolean {
  if (head.toString('latin1', 0, 2) !== 'MZ') return false;
  const pe = head.readUInt32LE(PE_OFFSET);
  return head.toString('latin1', pe, pe + 4) === 'PE\0\0' && head.includes(LINUX_SECTION, pe);
}

function notABzImage(file: string, head: Buffer): UsageError {
  const other = OTHERS.find(
    ({ offset, magic }) => head.toString('latin1', offset, offset + magic.length) === magic,
  );
  const what = other?.what ?? (isUnified(head) ? UNIFIED : 'no kernel');
  return new UsageError(
    `${file} is ${what}: give an x86-64 bzImage, such as arch/x86/boot/bzImage or /boot/vmlinuz-*`,
  );
}
