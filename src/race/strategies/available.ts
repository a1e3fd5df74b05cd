/** Whether the running kernel can be preempted, and so which strategies this machine has. */
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { mayProbe } from '../../native/probe.js';
import { affinity, moveTo } from '../../native/scheduling.js';
import { SlowInterrupt } from '../../native/slow-interrupt.js';
import { STRATEGIES, type StrategyId } from './strategy.js';

/** All ways that this machine has. */
export function availableStrategies(): readonly StrategyId[] {
  available ??= findAvailable();
  return available;
}

/** It does not change while a process lives. */
let available: readonly StrategyId[] | null = null;

function findAvailable(): readonly StrategyId[] {
  const mayMove = moveTo(affinity());
  const preemptible = mayMove && isPreemptible();
  const lacks: Readonly<Record<StrategyId, boolean>> = {
    stagger: false,
    preempt: !preemptible,
    probe: !preemptible || !mayProbe(),
    'slow-interrupt': !mayMove || os.availableParallelism() < 2 || !mayInterruptSlowly(),
    'second-reader': false,
  };
  return STRATEGIES.filter((strategy) => !lacks[strategy]);
}

/** Whether the limits of this process leave room for the descriptors that it takes. */
function mayInterruptSlowly(): boolean {
  try {
    new SlowInterrupt().close();
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether the kernel is one that can be preempted. uname(2) tells how the kernel was built. With PREEMPT_DYNAMIC the command line decides (since Linux 5.12),
 * or debugfs, which only root may read.
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
