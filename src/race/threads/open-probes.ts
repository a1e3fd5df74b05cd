/**
 * The probes of a thread of the race. Each stays open once it was set, and is switched off where another one has its turn:
 * to take one away, the kernel waits until nobody can be in it any more, which takes longer than a round
 * (docs/performance.md). They go with the process.
 */
import { Probe } from '../../native/probe.js';
import { type ProbePoint, pointName } from '../../native/probe-point.js';

/** Of one thread: more than the functions of any list and those that the kernel tells, and far from the limit of descriptors. */
const OPEN_LIMIT = 192;

/** By thread and point; who was used last stands last. */
const open = new Map<string, Probe>();

/**
 * A probe that tells of a thread.
 *
 * @returns null where this kernel has no such function, or does not let this process probe it
 */
export function probeOf(point: ProbePoint, thread: number): Probe | null {
  const name = `${thread} ${pointName(point)}`;
  const known = open.get(name);
  open.delete(name);
  if (known === undefined && open.size >= OPEN_LIMIT) closeOldest();
  const probe = known ?? Probe.open(point, thread);
  if (probe !== null) open.set(name, probe);
  known?.on();
  return probe;
}

function closeOldest(): void {
  const [oldest] = open;
  if (oldest === undefined) return;
  const [name, probe] = oldest;
  probe.close();
  open.delete(name);
}
