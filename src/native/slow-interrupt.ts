/**
 * A timer whose interrupt takes long: so many epoll entries wait for it that to walk them all keeps the cpu that
 * it interrupts for a good while (Jann Horn, 2022, "Racing against the clock"). It needs no rights.
 */
import koffi from 'koffi';
import { closeDescriptor } from './descriptors.js';
import { systemError } from './errno.js';
import { addressOf } from './libc.js';

const libc = koffi.load('libc.so.6');

const timerfdCall = libc.func('int timerfd_create(int clock, int flags)');
const settimeCall = libc.func(
  'int timerfd_settime(int fd, int flags, uintptr_t next, uintptr_t before)',
);
const epollCall = libc.func('int epoll_create1(int flags)');
const addCall = libc.func('int epoll_ctl(int epoll, int operation, int fd, const int *event)');
const fcntlCall = libc.func('int fcntl(int fd, int command, int least)');

/** timerfd_create(2), epoll_create1(2), epoll_ctl(2), fcntl(2). */
const CLOCK_MONOTONIC = 1;
const CLOEXEC = 0o2000000;
const EPOLL_CTL_ADD = 1;
const EPOLLIN = 1;
const F_DUPFD_CLOEXEC = 1030;

/** An epoll instance takes a file once for each of its descriptors: the entries are the product of the two. */
const EPOLLS = 8;
const DESCRIPTORS = 250;

/** struct itimerspec in 32-bit words: interval and value, seconds and nanoseconds, low half first. */
const WORDS = 8;
const SECONDS_WORD = 4;
const NANOSECONDS_WORD = 6;

export class SlowInterrupt {
  readonly #timer: number;
  readonly #descriptors: number[] = [];
  readonly #next = Buffer.alloc(WORDS * Int32Array.BYTES_PER_ELEMENT);
  readonly #before = Buffer.alloc(WORDS * Int32Array.BYTES_PER_ELEMENT);
  readonly #nextWords = wordsOf(this.#next);
  readonly #beforeWords = wordsOf(this.#before);
  readonly #nextAddress = addressOf(this.#next);
  readonly #beforeAddress = addressOf(this.#before);

  /** @throws Error with the errno's name as its code: EMFILE where it may not have so many descriptors */
  constructor() {
    this.#timer = this.#kept('timerfd_create(2)', timerfdCall(CLOCK_MONOTONIC, CLOEXEC));
    const epolls = Array.from({ length: EPOLLS }, () =>
      this.#kept('epoll_create1(2)', epollCall(CLOEXEC)),
    );
    // struct epoll_event is packed: the events, and 8 bytes that nobody looks at.
    const event = Int32Array.of(EPOLLIN, 0, 0);
    for (let made = 0; made < DESCRIPTORS; made++) {
      const copy = this.#kept('fcntl(2)', fcntlCall(this.#timer, F_DUPFD_CLOEXEC, 0));
      for (const epoll of epolls) {
        if (addCall(epoll, EPOLL_CTL_ADD, copy, event) !== 0) this.#fail('epoll_ctl(2)');
      }
    }
  }

  #kept(call: string, fd: number): number {
    if (fd < 0) this.#fail(call);
    this.#descriptors.push(fd);
    return fd;
  }

  #fail(call: string): never {
    const error = systemError(call);
    this.close();
    throw error;
  }

  /**
   * Has it interrupt this thread's cpu once.
   *
   * @param nanoseconds from now, at least one and less than a second
   */
  arm(nanoseconds: number): void {
    this.#set(nanoseconds);
  }

  /** Takes it back. Returns whether it has gone off before. */
  disarm(): boolean {
    this.#set(0);
    const { [SECONDS_WORD]: seconds, [NANOSECONDS_WORD]: nanoseconds } = this.#beforeWords;
    return seconds === 0 && nanoseconds === 0;
  }

  #set(nanoseconds: number): void {
    this.#nextWords[NANOSECONDS_WORD] = nanoseconds;
    settimeCall(this.#timer, 0, this.#nextAddress, this.#beforeAddress);
  }

  close(): void {
    for (const fd of this.#descriptors) closeDescriptor(fd);
    this.#descriptors.length = 0;
  }
}

function wordsOf({ buffer, byteOffset }: Buffer): Int32Array {
  return new Int32Array(buffer, byteOffset, WORDS);
}
