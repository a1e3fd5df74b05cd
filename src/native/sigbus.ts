/**
 * Loads from a mapping that outlive SIGBUS. Node.js cannot handle that signal, and no package of npm does more than
 * print it; to have the kernel make every load instead (`peek.ts`) takes a system call for each. So the handler is
 * a few instructions of the processor: it counts the load, lays a page of zeros over the page that could not be had,
 * and returns, and the load ends. Loads are plain ones, and take what they always took; the reader looks at the count
 * behind each, says that there was no page, and has the page mapped anew.
 *
 * Any SIGBUS elsewhere does what it would have done without.
 */
import koffi from 'koffi';
import { systemError } from './errno.js';
import { addressOf, mmapCall } from './libc.js';
import { PAGE_BYTES } from './page-sizes.js';

const libc = koffi.load('libc.so.6');

const mprotectCall = libc.func('int mprotect(intptr_t address, size_t length, int protection)');
const sigactionCall = libc.func(
  'int sigaction(int signal, const uint8_t *action, _Out_ uint8_t *before)',
);

/** mmap(2), asm-generic/mman-common.h. */
const PROT_READ = 1;
const PROT_WRITE = 2;
const PROT_EXEC = 4;
const ANYWHERE = 0;
const PRIVATE_ANONYMOUS = 0x22;

/** signal(7), sigaction(2), and glibc's struct sigaction on x86-64: handler, mask of 128 bytes, flags, restorer. */
const SIGBUS = 7;
const SA_SIGINFO = 4;
const SIGACTION_BYTES = 152;
const FLAGS_OFFSET = 136;

/**
 * The handler: `(signal, siginfo, context)` in rdi, rsi, rdx. Listed as it was assembled (GNU as, Intel's syntax).
 */
const HANDLER = [
  'f30f1efa', //             endbr64
  '49b80000000000000000', // movabs r8, TABLE
  '488b4610', //             mov rax, [rsi+16]     ; si_addr
  '4d89c1', //               mov r9, r8
  'b902000000', //           mov ecx, 2            ; ranges
  '493b01', //            1: cmp rax, [r9]         ; from
  '7206', //                 jb 2f
  '493b4108', //             cmp rax, [r9+8]       ; to
  '7213', //                 jb 3f
  '4983c118', //          2: add r9, 24
  'ffc9', //                 dec ecx
  '75ed', //                 jnz 1b
  '498b4030', //             mov rax, [r8+48]      ; the handler before, if there was one
  '4885c0', //               test rax, rax
  '743f', //                 jz 4f
  'ffe0', //                 jmp rax
  'f049ff4110', //        3: lock inc qword ptr [r9+16]
  '4889c7', //               mov rdi, rax
  '4881e700f0ffff', //       and rdi, -4096
  '4150', //                 push r8
  'be00100000', //           mov esi, 4096
  'ba03000000', //           mov edx, PROT_READ | PROT_WRITE
  '41ba32000000', //         mov r10d, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED
  '49c7c0ffffffff', //       mov r8, -1
  '4531c9', //               xor r9d, r9d
  'b809000000', //           mov eax, SYS_mmap
  '0f05', //                 syscall
  '4158', //                 pop r8
  '483d00f0ffff', //         cmp rax, -4096
  '7701', //                 ja 4f                 ; no memory: it would go on for ever
  'c3', //                   ret                   ; the load is made again
  'bf07000000', //        4: mov edi, SIGBUS
  '498d7038', //             lea rsi, [r8+56]      ; the default action
  '31d2', //                 xor edx, edx
  '41ba08000000', //         mov r10d, 8
  'b80d000000', //           mov eax, SYS_rt_sigaction
  '0f05', //                 syscall
  'c3', //                   ret                   ; and it ends the process
].join('');
const TABLE_ADDRESS_AT = 6;

/** The table: so many ranges, each of `from`, `to` and its count; the handler before; an action of zeros. */
const RANGES = 2;
const RANGE_WORDS = 3;
const COUNT_WORD = 2;
const BEFORE_WORD = RANGES * RANGE_WORDS;

/** What a thread watches: it has a handler of its own, before those of others. */
class Watch {
  readonly #words: BigUint64Array;
  /** The low halves of the counts: no BigInt is made for a look. */
  readonly counts: Uint32Array;

  constructor() {
    // Never given back: a thread that has ended leaves its handler in the chain, without a range.
    const flags = PRIVATE_ANONYMOUS;
    const bytes = 2 * PAGE_BYTES;
    const code = Number(mmapCall(ANYWHERE, bytes, PROT_READ | PROT_WRITE, flags, -1, 0));
    if (code === -1) throw systemError('mmap(2)');
    const memory = koffi.view(BigInt(code), bytes);
    this.#words = new BigUint64Array(memory, PAGE_BYTES, PAGE_BYTES / 8);
    this.counts = new Uint32Array(memory, PAGE_BYTES, PAGE_BYTES / 4);
    const instructions = Buffer.from(memory, 0, PAGE_BYTES);
    instructions.write(HANDLER, 'hex');
    instructions.writeBigUInt64LE(BigInt(code + PAGE_BYTES), TABLE_ADDRESS_AT);
    if (mprotectCall(code, PAGE_BYTES, PROT_READ | PROT_EXEC) !== 0)
      throw systemError('mprotect(2)');
    this.#install(BigInt(code));
  }

  #install(handler: bigint): void {
    const action = Buffer.alloc(SIGACTION_BYTES);
    const before = Buffer.alloc(SIGACTION_BYTES);
    action.writeBigUInt64LE(handler, 0);
    action.writeUInt32LE(SA_SIGINFO, FLAGS_OFFSET);
    if (sigactionCall(SIGBUS, action, before) !== 0) throw systemError('sigaction(2)');
    this.#words[BEFORE_WORD] = before.readBigUInt64LE(0);
  }

  /** @returns the place of the count in `counts`, null where all ranges are taken */
  add(from: bigint, to: bigint): number | null {
    for (let range = 0; range < RANGES; range++) {
      const at = range * RANGE_WORDS;
      if (this.#words[at + 1] !== 0n) continue;
      this.#words[at + COUNT_WORD] = 0n;
      this.#words[at] = from;
      this.#words[at + 1] = to;
      return 2 * (at + COUNT_WORD);
    }
    return null;
  }

  remove(count: number): void {
    const at = count / 2 - COUNT_WORD;
    this.#words[at + 1] = 0n;
    this.#words[at] = 0n;
  }
}

let watch: Watch | null = null;

/** Counts the loads from one mapping that got SIGBUS, made by whichever thread. */
export class SigbusCount {
  readonly #counts: Uint32Array;
  readonly #at: number | null;
  #seen = 0;

  /**
   * From here on such loads from the mapping end, and show zeros. On other processors than x86-64 they end the process.
   *
   * @param mapping of a file
   * @throws Error with the errno's name as its code where the handler cannot be set
   */
  constructor(mapping: Buffer) {
    if (process.arch === 'x64') watch ??= new Watch();
    const from = BigInt(addressOf(mapping));
    this.#at = watch?.add(from, from + BigInt(mapping.length)) ?? null;
    this.#counts = watch?.counts ?? new Uint32Array();
  }

  /** Whether a load has got SIGBUS since this was asked last. */
  hasNew(): boolean {
    if (this.#at === null) return false;
    // Plain: the handler has run in the thread that loads.
    const now = this.#counts[this.#at] ?? 0;
    if (now === this.#seen) return false;
    this.#seen = now;
    return true;
  }

  /** Ends it: the mapping is about to go. */
  close(): void {
    if (this.#at !== null) watch?.remove(this.#at);
  }
}
