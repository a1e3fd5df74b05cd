/**
 * Programs of system calls alone, for the guest's init: a shell has to start a process of busybox for each mount and
 * each module, of tens of milliseconds in an emulated guest, and cannot make every call. Such a program is an ELF
 * file for x86-64 without a library, of some hundred bytes.
 */

/** What open(2) has given latest, as the first argument of a call. */
export const OPENED = Symbol('what was opened latest');

/** One call. Numbers are those of arch/x86/entry/syscalls/syscall_64.tbl. */
export interface Call {
  readonly number: number;
  /** Numbers as they are, of 32 bits; of texts, which end with a zero, and of bytes the address. */
  readonly args: readonly (number | string | Buffer | typeof OPENED)[];
  /** Whether what it gives is what OPENED means from then on. */
  readonly opens?: boolean;
  /** What is said on standard error where it fails. */
  readonly failed?: string;
  /** Whether the program ends where it fails, with status 1. */
  readonly needed?: boolean;
}

/** Calls that another process makes, a child, while the program goes on; it ends with them. */
export interface Beside {
  readonly beside: readonly Call[];
}

/** System calls of x86-64. */
export const Sys = {
  WRITE: 1,
  OPEN: 2,
  CLOSE: 3,
  IOCTL: 16,
  FORK: 57,
  EXECVE: 59,
  EXIT: 60,
  WAIT4: 61,
  CHDIR: 80,
  MKDIR: 83,
  CHROOT: 161,
  MOUNT: 165,
  REBOOT: 169,
  READAHEAD: 187,
  FINIT_MODULE: 313,
} as const;

const STDERR = 2;
const BASE_ADDRESS = 0x400000;
const ELF_HEADER_BYTES = 64;
const PROGRAM_HEADER_BYTES = 56;
const CODE_AT = ELF_HEADER_BYTES + PROGRAM_HEADER_BYTES;

/** mov of a constant into the register of each argument in turn: edi, esi, edx, r10d, r8d. */
const MOVES = [[0xbf], [0xbe], [0xba], [0x41, 0xba], [0x41, 0xb8]] as const;
const SYSCALL = [0x0f, 0x05] as const;

/**
 * The program, as an ELF file. Its status is 1 where a needed call has failed, else 0.
 *
 * @param calls made one after the other
 */
export function callsProgram(calls: readonly (Call | Beside)[]): Buffer {
  return program(calls, exit(0));
}

/**
 * A program that makes calls, and then becomes the one that its arguments name: a path, and its own arguments. Its status is
 * 127 where there is no such program, as a shell's would be.
 *
 * @param calls made one after the other
 */
export function becomingProgram(calls: readonly Call[]): Buffer {
  return program(calls, BECOME);
}

/** wait4(2) for a child, whichever: without one it gives an error at once. */
export const WAIT_FOR_BESIDE: Call = { number: Sys.WAIT4, args: [0xffffffff, 0, 0, 0] };

function program(calls: readonly (Call | Beside)[], end: readonly number[]): Buffer {
  // Its length does not depend on where the data lie.
  const codeBytes = new Code(0).of(calls, end).length;
  const code = new Code(BASE_ADDRESS + CODE_AT + codeBytes);
  const body = Buffer.concat([Buffer.from(code.of(calls, end)), ...code.data]);
  return Buffer.concat([elfHeader(), programHeader(CODE_AT + body.length), body]);
}

class Code {
  readonly data: Buffer[] = [];
  #dataAddress: number;

  constructor(dataAddress: number) {
    this.#dataAddress = dataAddress;
  }

  of(calls: readonly (Call | Beside)[], end: readonly number[]): number[] {
    const each = (one: Call | Beside) =>
      'beside' in one ? this.#beside(one.beside) : this.#call(one);
    return [...calls.flatMap(each), ...end];
  }

  #beside(calls: readonly Call[]): number[] {
    const childs = this.of(calls, exit(0));
    return [
      ...system(Sys.FORK),
      ...[0x85, 0xc0], // test eax, eax
      ...[0x0f, 0x85, ...u32(childs.length)], // jnz
      ...childs,
    ];
  }

  #call({ number, args, opens = false, failed, needed = false }: Call): number[] {
    const moves = args.flatMap((arg, index) => {
      if (arg === OPENED) return [0x89, 0xdf]; // mov edi, ebx
      return [...(MOVES[index] ?? []), ...u32(typeof arg === 'number' ? arg : this.#placed(arg))];
    });
    const otherwise = [
      ...(failed === undefined ? [] : this.#say(failed)),
      ...(needed ? exit(1) : []),
    ];
    return [
      ...moves,
      ...system(number),
      ...(opens ? [0x89, 0xc3] : []), // mov ebx, eax
      ...[0x85, 0xc0], // test eax, eax
      ...[0x79, otherwise.length], // jns
      ...otherwise,
    ];
  }

  #say(words: string): number[] {
    const text = Buffer.from(`${words}\n`);
    const args = [STDERR, this.#placed(text), text.length];
    return [
      ...args.flatMap((arg, index) => [...(MOVES[index] ?? []), ...u32(arg)]),
      ...system(Sys.WRITE),
    ];
  }

  #placed(data: string | Buffer): number {
    const bytes = typeof data === 'string' ? Buffer.from(`${data}\0`) : data;
    const address = this.#dataAddress;
    this.data.push(bytes);
    this.#dataAddress += bytes.length;
    return address;
  }
}

function system(number: number): number[] {
  return [0xb8, ...u32(number), ...SYSCALL]; // mov eax, number; syscall
}

function exit(status: number): number[] {
  return [...MOVES[0], ...u32(status), ...system(Sys.EXIT)];
}

/** execve(2) of what lies on the stack: the count of arguments, their addresses and a zero, those of the environment. */
const BECOME = [
  ...[0x48, 0x8b, 0x7c, 0x24, 0x10], // mov rdi, [rsp+16]
  ...[0x48, 0x8d, 0x74, 0x24, 0x10], // lea rsi, [rsp+16]
  ...[0x48, 0x8b, 0x04, 0x24], // mov rax, [rsp]
  ...[0x48, 0x8d, 0x54, 0xc4, 0x10], // lea rdx, [rsp+rax*8+16]
  ...system(Sys.EXECVE),
  ...exit(127),
];

function u32(value: number): number[] {
  return [...Buffer.from(Uint32Array.of(value).buffer)];
}

function elfHeader(): Buffer {
  const header = Buffer.alloc(ELF_HEADER_BYTES);
  // 64-bit, little-endian, version 1.
  header.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  header.writeUInt16LE(2, 16); // ET_EXEC
  header.writeUInt16LE(62, 18); // EM_X86_64
  header.writeUInt32LE(1, 20);
  header.writeBigUInt64LE(BigInt(BASE_ADDRESS + CODE_AT), 24);
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
