/**
 * Kernel probes, through perf_event_open(2) and koffi: a thread can wait until another one reaches a named
 * function of the kernel. The probe lives as long as its descriptor, so nothing is left behind by a process
 * that was killed. It takes Linux 4.17 (e12f03d7031a, "perf/core: Implement the 'perf_kprobe' PMU") and root,
 * or CAP_PERFMON.
 */

import { readFileSync } from 'node:fs';
import koffi from 'koffi';
import { closeDescriptor } from './descriptors.js';
import { addressOf, mmapCall, munmapCall } from './libc.js';
import type { ProbePoint } from './probe-point.js';

const libc = koffi.load('libc.so.6');

const threadCall = libc.func('long syscall(long number)');
const openCall = libc.func(
  'long syscall(long number, const uint8_t *attributes, int thread, int cpu, int group, unsigned long flags)',
);
const ioctlCall = libc.func('int ioctl(int fd, unsigned long request, long argument)');
const pollCall = libc.func('int poll(_Inout_ int *descriptor, unsigned long count, int timeout)');

/** arch/x86/entry/syscalls/syscall_64.tbl. */
const SYS_GETTID = 186;
const SYS_PERF_EVENT_OPEN = 298;

/** The PMU of kernel probes: its number, and the bit that asks for the function's return. */
const PMU = '/sys/bus/event_source/devices/kprobe';

/** linux/perf_event.h: struct perf_event_attr as of PERF_ATTR_SIZE_VER1, and its offsets. */
const ATTRIBUTES_BYTES = 72;
const Attribute = {
  TYPE: 0,
  SIZE: 4,
  CONFIG: 8,
  SAMPLE_PERIOD: 16,
  SAMPLE_TYPE: 24,
  WAKEUP_EVENTS: 48,
  FUNCTION: 56,
} as const;
const PERF_FLAG_FD_CLOEXEC = 8n;
const ANY_CPU = -1;
const NO_GROUP = -1;

/** linux/perf_event.h. */
const PERF_EVENT_IOC_ENABLE = 0x2400;
const PERF_EVENT_IOC_DISABLE = 0x2401;

/** linux/perf_event.h: the event of a thread that counts nothing (Linux 3.12). */
const PERF_TYPE_SOFTWARE = 1;
const PERF_COUNT_SW_DUMMY = 9n;

/** mmap(2). */
const ANYWHERE = 0;
const PROT_READ = 1;
const MAP_SHARED = 1;
/** A control page and one for records. Mapped read-only they are overwritten, and never full. */
export const RING_BYTES = 2 * 4096;

const POLLIN = 1;

/** The calling thread's number, by which others can name it. */
export function threadId(): number {
  return Number(threadCall(SYS_GETTID));
}

export class Probe {
  readonly #fd: number;
  readonly #ring: number;
  /** struct pollfd: the descriptor, and two halves of a word for events. */
  readonly #descriptor: Int32Array;

  private constructor(fd: number, ring: number) {
    this.#fd = fd;
    this.#ring = ring;
    this.#descriptor = Int32Array.of(fd, POLLIN);
  }

  /**
   * Sets a probe for one thread.
   *
   * @returns null where this kernel has no such function, or does not let this process probe it
   */
  static open({ symbol, at }: ProbePoint, thread: number): Probe | null {
    const event = openEvent({ symbol, at }, thread);
    return event === null ? null : new Probe(event.fd, event.ring);
  }

  /** Has it tell of the thread again, behind `off`. */
  on(): void {
    ioctlCall(this.#fd, PERF_EVENT_IOC_ENABLE, 0);
  }

  /** Has it tell nothing: the thread passes, and the kernel's code stays as it is. */
  off(): void {
    ioctlCall(this.#fd, PERF_EVENT_IOC_DISABLE, 0);
  }

  /** Forgets that the thread has been there. */
  forget(): void {
    pollCall(this.#descriptor, 1, 0);
  }

  /**
   * Waits until the thread has got there since it was last waited for, or forgotten.
   *
   * @returns whether it has, within the limit
   */
  wait(limitMs: number): boolean {
    return pollCall(this.#descriptor, 1, limitMs) === 1;
  }

  /** Takes the probe away. */
  close(): void {
    closeEvent({ fd: this.#fd, ring: this.#ring });
  }
}

/** What the kernel notes of each passing: nothing, or when it was. */
export const SampleType = { NOTHING: 0n, TIME: 4n } as const;

/** The event of a probe: its descriptor, and the address of its mapping. */
export interface ProbeEvent {
  readonly fd: number;
  readonly ring: number;
}

/** Opens the event of a probe for one thread, null where that cannot be probed. */
export function openEvent(
  { symbol, at }: ProbePoint,
  thread: number,
  sampleType: bigint = SampleType.NOTHING,
): ProbeEvent | null {
  const type = pmuType();
  if (type === null) return null;
  keepSchedulerPatched();
  const name = Buffer.from(`${symbol}\0`);
  const attributes = Buffer.alloc(ATTRIBUTES_BYTES);
  attributes.writeUInt32LE(type, Attribute.TYPE);
  attributes.writeUInt32LE(ATTRIBUTES_BYTES, Attribute.SIZE);
  attributes.writeBigUInt64LE(at === 'return' ? 1n << returnBit() : 0n, Attribute.CONFIG);
  attributes.writeBigUInt64LE(1n, Attribute.SAMPLE_PERIOD);
  attributes.writeBigUInt64LE(sampleType, Attribute.SAMPLE_TYPE);
  attributes.writeUInt32LE(1, Attribute.WAKEUP_EVENTS);
  attributes.writeBigUInt64LE(BigInt(addressOf(name)), Attribute.FUNCTION);
  const numbers = [SYS_PERF_EVENT_OPEN, attributes, thread, ANY_CPU, NO_GROUP] as const;
  const fd = Number(openCall(...numbers, PERF_FLAG_FD_CLOEXEC));
  if (fd < 0) return null;
  const ring = Number(mmapCall(ANYWHERE, RING_BYTES, PROT_READ, MAP_SHARED, fd, 0));
  if (ring !== -1) return { fd, ring };
  closeDescriptor(fd);
  return null;
}

/** Takes it away. */
export function closeEvent({ fd, ring }: ProbeEvent): void {
  munmapCall(ring, RING_BYTES);
  closeDescriptor(fd);
}

let isSchedulerPatched = false;

/**
 * The first event of any thread has the kernel patch the code of its scheduler, and the last one has it patched back
 * (perf_sched_events in kernel/events/core.c): with a probe for each round that would go on all the time. An event
 * that stays until the process ends has it done once. QEMU's TCG may run an instruction that has just been patched
 * away, and the guest's kernel dies of `Oops: int3` in __schedule(): seen with QEMU 7.2 on a busy machine, with Linux
 * 6.12.118 and 7.2.13.
 */
function keepSchedulerPatched(): void {
  if (isSchedulerPatched) return;
  isSchedulerPatched = true;
  const attributes = Buffer.alloc(ATTRIBUTES_BYTES);
  attributes.writeUInt32LE(PERF_TYPE_SOFTWARE, Attribute.TYPE);
  attributes.writeUInt32LE(ATTRIBUTES_BYTES, Attribute.SIZE);
  attributes.writeBigUInt64LE(PERF_COUNT_SW_DUMMY, Attribute.CONFIG);
  // Where it cannot be made, a probe cannot either, or the patching goes on.
  const numbers = [SYS_PERF_EVENT_OPEN, attributes, 0, ANY_CPU, NO_GROUP] as const;
  openCall(...numbers, PERF_FLAG_FD_CLOEXEC);
}

/** Whether this process may set probes at all: the kernel is asked for one at a function that it cannot have. */
export function mayProbe(): boolean {
  if (pmuType() === null) return false;
  const probe = Probe.open({ symbol: 'holerace_asks', at: 'entry' }, 0);
  probe?.close();
  return koffi.errno() === koffi.os.errno.ENOENT;
}

/** The number of the PMU on this kernel, null where it has none. */
function pmuType(): number | null {
  try {
    return Number(readFileSync(`${PMU}/type`, 'utf8'));
  } catch {
    return null;
  }
}

/** "config:0", say. */
function returnBit(): bigint {
  return BigInt(readFileSync(`${PMU}/format/retprobe`, 'utf8').trim().split(':')[1] ?? 0);
}
