/**
 * The writer on the reader's cpu: a timer wakes it, and it preempts the reader in the middle of its fault
 * (preempt=full, Documentation/admin-guide/kernel-parameters.txt). The whole write(2) runs before the
 * fault goes on, which widens a window of some instructions to all that a write does.
 */
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { affinity, moveTo } from '../../native/scheduling.js';
import { RACING, type Strategy } from './strategy.js';

/** What is common to those in which the writer preempts the reader. */
export const PREEMPTING = {
  ...RACING,
  seating: 'together',
  writerSpins: 0,
  // It sleeps always: that is how it comes to preempt.
  mayDiscard: false,
  lacks: lacksPreemption,
} as const;

/** Two threads on one cpu; a timer has the writer preempt the reader in the middle of its fault. */
export const preempt: Strategy = {
  ...PREEMPTING,
  about: 'two threads share a cpu, and a timer has the writer preempt the fault',
  delay: 'timer',
};

function lacksPreemption(): string | null {
  if (!moveTo(affinity())) return 'threads may not choose their cpu here: allow sched_setaffinity';
  return isPreemptible()
    ? null
    : 'the kernel cannot be preempted: boot one built with PREEMPT, or with PREEMPT_DYNAMIC and preempt=full';
}

/**
 * Whether the kernel is one that can be preempted. uname(2) tells how it was built. With PREEMPT_DYNAMIC the command
 * line decides (since Linux 5.12), or debugfs, which only root may read.
 */
function isPreemptible(): boolean {
  const built = os.version();
  if (!built.includes('PREEMPT_DYNAMIC')) return /\bPREEMPT(?:_RT)?\b/.test(built);
  return (
    /\bpreempt=full\b/.test(read('/proc/cmdline')) ||
    read('/sys/kernel/debug/sched/preempt').includes('(full)')
  );
}

/** The text of a file, empty where it cannot be read. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
