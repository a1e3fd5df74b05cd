/** Whether the running kernel can be preempted, and so which ways to widen a race this machine has. */
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { mayProbe } from '../native/probe.js';
import { affinity, moveTo } from '../native/scheduling.js';
import { WIDENINGS, type Widening } from './widening.js';

/** All ways that this machine has. */
export function availableWidenings(): readonly Widening[] {
  const preemptible = isPreemptible();
  const lacks = { stagger: false, preempt: !preemptible, probe: !preemptible || !mayProbe() };
  return WIDENINGS.filter((widening) => !lacks[widening]);
}

/**
 * A thread must be allowed to move to another's cpu, which some containers forbid, and the kernel be one
 * that can be preempted. uname(2) tells how the kernel was built. With PREEMPT_DYNAMIC the command line decides (since Linux 5.12),
 * or debugfs, which only root may read.
 */
function isPreemptible(): boolean {
  if (!moveTo(affinity())) return false;
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
