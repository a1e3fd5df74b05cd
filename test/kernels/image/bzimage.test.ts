import { writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { UsageError } from '../../../src/errors.js';
import { readRelease } from '../../../src/kernels/image/bzimage.js';
import { makeBzImage } from '../../fixtures/bzimage.js';

const RELEASE = '6.1.0-56-amd64';
const file = path.join(t.testdir(), 'vmlinuz');

function read(image: Buffer | string): string {
  writeFileSync(file, image);
  return readRelease(file);
}

/** The message with which an image is refused, or what was read instead. */
function refusal(image: Buffer | string): string {
  try {
    return `accepted as ${read(image)}`;
  } catch (error) {
    return error instanceof UsageError ? error.message : `no UsageError: ${error}`;
  }
}

function changed(change: (image: Buffer) => void): Buffer {
  const image = makeBzImage(RELEASE);
  change(image);
  return image;
}

function magicAt(offset: number, magic: string): Buffer {
  const image = Buffer.alloc(8192);
  image.write(magic, offset, 'latin1');
  return image;
}

/** A PE file with a kernel as a section, as ukify makes it. */
function unified(): Buffer {
  const image = magicAt(0, 'MZ');
  image.writeUInt32LE(0x80, 0x3c);
  image.write('PE\0\0', 0x80, 'latin1');
  image.write('.linux\0\0', 0x188, 'latin1');
  return image;
}

t.test('the release of a whole bzImage', async (t) => {
  t.equal(read(makeBzImage(RELEASE)), RELEASE);
  t.equal(read(Buffer.concat([makeBzImage(RELEASE), Buffer.alloc(512)])), RELEASE, 'signed');
  const four = changed((image) => {
    image[0x1f1] = 0;
  });
  t.equal(read(four), RELEASE, 'where setup_sects is zero, four are meant');
  t.match(refusal(four.subarray(0, 8191)), /8191 of 8192 bytes/);
});

t.test('what is no bzImage is refused by its name', async (t) => {
  const refusals: Record<string, [Buffer | string, RegExp]> = {
    empty: ['', /is empty: build or fetch it again$/],
    text: ['#!/bin/sh\n', /is no kernel: give an x86-64 bzImage/],
    ELF: [magicAt(0, '\x7fELF'), /is an ELF file such as vmlinux: give/],
    arm64: [magicAt(56, 'ARM\x64'), /is an arm64 kernel: give/],
    'RISC-V': [magicAt(56, 'RSC\x05'), /is a RISC-V kernel: give/],
    zboot: [magicAt(4, 'zimg'), /is an EFI zboot image, .*: give/],
    uki: [unified(), /is a unified kernel image \(UKI\), .*: give/],
    truncated: [
      makeBzImage(RELEASE).subarray(0, 8191),
      /is truncated, 8191 of 8192 bytes: build or fetch it again$/,
    ],
    'header only': [makeBzImage(RELEASE).subarray(0, 0x206), /is truncated/],
    '32-bit': [changed((image) => image.writeUInt16LE(0, 0x236)), /is not for x86-64/],
    'an old protocol': [
      changed((image) => image.writeUInt16LE(0x020b, 0x206)),
      /is not for x86-64/,
    ],
  };
  const wrong = Object.entries(refusals)
    .map(([name, [image, message]]) => ({ name, message, said: refusal(image) }))
    .filter(({ message, said }) => !message.test(said));
  t.same(wrong, []);
});

t.test('a release that is none is refused, for it becomes part of paths', async (t) => {
  const names = [
    '',
    '..',
    '../6.1',
    '6.1/x',
    '/etc',
    '-6.1',
    '6.1\x1b[2J',
    '6.1"',
    'x'.repeat(129),
  ];
  const accepted = names.filter((name) => !/names no release/.test(refusal(makeBzImage(name))));
  t.same(accepted, []);
  const noVersion = changed((image) => image.writeUInt16LE(0, 0x20e));
  t.match(refusal(noVersion), /names no release/);
  const beyondTheEnd = changed((image) => image.writeUInt16LE(0xffff, 0x20e));
  t.match(refusal(beyondTheEnd), /names no release/);
  const longest = 'x'.repeat(128);
  t.equal(read(makeBzImage(longest)), longest);
});

t.test('any bytes are refused in a sentence, or read as a safe name', async (t) => {
  const change = fc.record({ at: fc.integer({ min: 0x1f0, max: 0x340 }), byte: fc.nat(255) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
      const said = refusal(
        changed((image) => {
          for (const { at, byte } of changes) image[at] = byte;
        }),
      );
      return /^accepted as [A-Za-z0-9][A-Za-z0-9.+~_-]*$/.test(said) || /: [a-z0-9 -]+/.test(said);
    }),
  );
  t.pass('no other error');
});
