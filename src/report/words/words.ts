/** How the parts of a result are said, the same in every format that people read. */

import type { Evidence, LeftOut, Result, ScenarioResult, Target } from '../../result/result.js';
import { overlappedOf } from '../../result/verdict.js';
import { complainedWords, hasComplained } from './complaint-words.js';
import { counted, seconds, share, whole } from './numbers.js';

export { counted, seconds, share, whole };

/** The kernel of a result: its release, and what it was called by whoever asked for it. */
export function kernelName({ kernel: { release, source } }: Result): string {
  const known = release === '' ? 'unknown' : release;
  return source === '' ? known : `${known} (${source})`;
}

/** The processors that raced. */
export function machineName({ machine }: Result): string {
  const { cpus, accel, append, qemuArgs, racesBefore = 0 } = machine;
  const under = accel === null ? '' : ` under ${accel.toUpperCase()}`;
  const added = [
    ...(append === undefined ? [] : [`--append '${append}'`]),
    ...(qemuArgs === undefined ? [] : [`--qemu-args '${qemuArgs}'`]),
  ];
  const also = added.length === 0 ? '' : ` with ${added.join(' and ')}`;
  const behind =
    racesBefore === 0 ? '' : `, after ${counted(racesBefore, 'race')} in the same boot`;
  return `${counted(cpus, 'cpu')}${under}${also}${behind}`;
}

/** How sure it is that a target was DAX. */
export function daxWords(target: Target): string {
  const proof = target.daxProof === null ? '' : ` (per ${target.daxProof})`;
  return target.dax ? `DAX${proof}` : `page cache, not DAX${proof}`;
}

/** A filesystem, and what it lies on where holerace made that. */
export function targetName({ filesystem, pmem }: Target): string {
  return pmem === null ? filesystem : `${filesystem} on emulated persistent memory (${pmem})`;
}

/** How a filesystem was made, null where holerace did not make it. */
export function featuresWords({ features }: Target): string | null {
  if (features === null) return null;
  const { level, mkfs, list, refused } = features;
  const before = refused === null ? '' : `; not newer, for ${refused}`;
  return `features ${level} (${mkfs}): ${list.join(' ')}${before}`;
}

/** A scenario, with its filesystem where the result has several. */
export function scenarioName(scenario: ScenarioResult, { targets }: Result): string {
  return targets.length > 1 ? `${scenario.filesystem} ${scenario.id}` : scenario.id;
}

/** What was counted in a scenario, part by part. */
export function countsOf(scenario: ScenarioResult): string[] {
  const { attempts, early, late, overlapped, discarded, stale, sigbus } = scenario;
  const parts = [`${counted(attempts, 'attempt')} in ${seconds(scenario.seconds)}`];
  if (overlapped > 0) {
    parts.push(`${whole(overlapped)} overlapped`);
    parts.push(`${share(early, attempts)} early, ${share(late, attempts)} late`);
  }
  if (discarded > 0) parts.push(`${whole(discarded)} discarded`);
  if (stale > 0) {
    parts.push(`${whole(stale)} stale (${whole(scenario.lasting)} lasting)`);
    parts.push(`the first after ${scenario.secondsToFirstStale?.toFixed(2) ?? '?'} s`);
  }
  if (sigbus > 0) parts.push(`${whole(sigbus)} got SIGBUS`);
  if (scenario.rateBound95 !== null) parts.push(boundWords(scenario.rateBound95));
  return parts;
}

/** What a clean scenario is worth. */
export function boundWords(rateBound95: number): string {
  return `rate < ${rateBound95.toExponential(1)} per attempt (95% confidence)`;
}

/** Why a scenario that nobody named was not raced. */
export function leftOutWords({ id, filesystem, reason }: LeftOut): string {
  return `${id} on ${filesystem} is left out: ${reason}`;
}

/** Which stale read a piece of evidence is of. */
export function evidenceTitle(evidence: Evidence): string {
  const { attempt, fileOffset, lasting } = evidence;
  const when = lasting ? 'lasting' : 'passing';
  return `attempt ${attempt}, file offset ${fileOffset}, ${metWords(evidence)}, ${when}`;
}

/** How fault and change met in an attempt: the strategy, and what decided when the change began. */
export function metWords(evidence: Evidence): string {
  const { strategy, probe, stagger, delay, timerNanoseconds } = evidence;
  if (probe !== null) return `${strategy} at ${probe}`;
  if (timerNanoseconds !== undefined) return `${strategy} after ${timerWords(timerNanoseconds)}`;
  return delay === 'turn' ? strategy : `${strategy} ${stagger}`;
}

/** The time of a timer. */
export function timerWords(nanoseconds: number): string {
  return `${(nanoseconds / 1000).toFixed(1)} us`;
}

/** The stale reads of all scenarios together. */
export function staleOf({ scenarios }: Result): number {
  return scenarios.reduce((sum, { stale }) => sum + stale, 0);
}

/** What stands behind the verdict, in a sentence without it. */
export function verdictWords(result: Result): string {
  const words = verdictAlone(result);
  return hasComplained(result) ? `${words}; ${complainedWords(result)}` : words;
}

function verdictAlone(result: Result): string {
  const { verdict, reason } = result;
  if (verdict === 'untested') return reason ?? 'nothing was raced';
  if (verdict === 'clean') {
    return `no stale read in ${counted(overlappedOf(result), 'overlapped attempt')}`;
  }
  return `${counted(staleOf(result), 'stale read')}${reason === null ? '' : ` (${reason})`}`;
}
