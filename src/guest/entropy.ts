/**
 * A program of a few instructions that seeds the guest's random pool.
 *
 * Before Linux 5.6 getrandom(2) blocks until the pool is seeded (30c08efec888), and Node.js with it: a
 * guest that stays silent for ever. Writing to /dev/urandom does not count as seeding, only the ioctl
 * RNDADDENTROPY does (random(4)), and a shell cannot make that call. This works on every kernel, where
 * virtio-rng would need a driver.
 */
import { randomBytes } from 'node:crypto';

const BASE_ADDRESS = 0x400000;
const ELF_HEADER_BYTES = 64;
const PROGRAM_HEADER_BYTES = 56;
const SEED_BYTES = 64;
/** RNDADDENTROPY of linux/random.h. */
const RNDADDENTROPY = 0x40085203;
/** The code is shorter; the rest is padding. */
const CODE_BYTES = 64;

/** The program as an ELF file for x86-64, with its own seed in it. */
export function entropySeeder(): Buffer {
  const codeAt = ELF_HEADER_BYTES + PROGRAM_HEADER_BYTES;
  const pathAt = codeAt + CODE_BYTES;
  const pathName = Buffer.from('/dev/urandom\0\0\0\0', 'latin1');
  const poolAt = pathAt + pathName.length;
  const code = machineCode(BASE_ADDRESS + pathAt, BASE_ADDRESS + poolAt);
  const body = Buffer.concat([code, pathName, poolInfo()]);
  return Buffer.concat([elfHeader(codeAt), programHeader(codeAt + body.length), body]);
}

/** struct rand_pool_info: the bits of entropy, the bytes that follow, the bytes. */
function poolInfo(): Buffer {
  const header = Buffer.alloc(8);
  header.writeInt32LE(SEED_BYTES * 8, 0);
  header.writeInt32LE(SEED_BYTES, 4);
  return Buffer.concat([header, randomBytes(SEED_BYTES)]);
}

/** open(path, O_WRONLY); ioctl(fd, RNDADDENTROPY, pool); exit(result != 0). */
function machineCode(pathAddress: number, poolAddress: number): Buffer {
  const u32 = (value: number): number[] => [...Buffer.from(Uint32Array.of(value).buffer)];
  const code = Buffer.from([
    ...[0xbf, ...u32(pathAddress)], // mov edi, path
    ...[0xbe, ...u32(1)], // mov esi, O_WRONLY
    ...[0xb8, ...u32(2)], // mov eax, SYS_open
    ...[0x0f, 0x05], // syscall
    ...[0x89, 0xc7], // mov edi, eax
    ...[0xbe, ...u32(RNDADDENTROPY)], // mov esi, RNDADDENTROPY
    ...[0xba, ...u32(poolAddress)], // mov edx, pool
    ...[0xb8, ...u32(16)], // mov eax, SYS_ioctl
    ...[0x0f, 0x05], // syscall
    ...[0x31, 0xff], // xor edi, edi
    ...[0x85, 0xc0], // test eax, eax
    ...[0x40, 0x0f, 0x95, 0xc7], // setne dil
    ...[0xb8, ...u32(60)], // mov eax, SYS_exit
    ...[0x0f, 0x05], // syscall
  ]);
  return Buffer.concat([code, Buffer.alloc(CODE_BYTES - code.length)]);
}

function elfHeader(codeAt: number): Buffer {
  const header = Buffer.alloc(ELF_HEADER_BYTES);
  // 64-bit, little-endian, version 1.
  header.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  header.writeUInt16LE(2, 16); // ET_EXEC
  header.writeUInt16LE(62, 18); // EM_X86_64
  header.writeUInt32LE(1, 20);
  header.writeBigUInt64LE(BigInt(BASE_ADDRESS + codeAt), 24);
  header.writeBigUInt64LE(BigInt(ELF_HEADER_BYTES), 32);
  header.writeUInt16LE(ELF_HEADER_BYTES, 52);
  header.writeUInt16LE(PROGRAM_HEADER_BYTES, 54);
  header.writeUInt16LE(1, 56);
  return header;
}

function programHeader(fileBytes: number): Buffer {
  const header = Buffer.alloc(PROGRAM_HEADER_BYTES);
  header.writeUInt32LE(1, 0); // PT_LOAD
  header.writeUInt32LE(5, 4); // readable, executable
  header.writeBigUInt64LE(BigInt(BASE_ADDRESS), 16);
  header.writeBigUInt64LE(BigInt(BASE_ADDRESS), 24);
  header.writeBigUInt64LE(BigInt(fileBytes), 32);
  header.writeBigUInt64LE(BigInt(fileBytes), 40);
  header.writeBigUInt64LE(4096n, 48);
  return header;
}
