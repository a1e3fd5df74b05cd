import { mayProbe } from '../../native/probe.js';
import { FAULT_POINTS } from './fault-points.js';
import { PREEMPTING } from './preempt.js';
import type { Strategy } from './strategy.js';
import { FAULT_NAMES } from './told-points.js';

/** As `preempt`, but a probe wakes the writer, as the fault passes a named function of the kernel. */
export const probe: Strategy = {
  ...PREEMPTING,
  about: 'as preempt, but a kernel probe wakes the writer as the fault passes a function',
  delay: 'probe',
  points: () => FAULT_POINTS,
  told: FAULT_NAMES,
  isSteered: false,
  // The one runs within the other, and the kernel decides.
  isLeftToChance: false,
  lacks: () => PREEMPTING.lacks() ?? (mayProbe() ? null : ADVICE),
};

const ADVICE =
  'no probe can be set: be root, on Linux 4.17 or newer with CONFIG_KPROBE_EVENTS and CONFIG_PERF_EVENTS';
