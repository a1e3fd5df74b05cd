/**
 * Whether what was read agrees with itself, and a clean verdict with what was ordered: a guest may claim anything,
 * and a file may be made to deceive. What either says can make a verdict worse, never better.
 */
import type { Expect, Result, ScenarioResult, StrategyResult, Target } from './result.js';
import { judgeScenario, overallVerdict, rateBound95 } from './verdict.js';

/** Two ways to compute one bound may differ in the last digits. */
const BOUND_SLACK = 1e-9;

/** Whether a scenario's parts agree with each other. */
export function scenarioAgrees(scenario: ScenarioResult): boolean {
  const { verdict, reason, attempts, overlapped, stale, gates } = scenario;
  const judged = judgeScenario(stale, gates);
  if (judged.verdict !== verdict || (reason === null) !== (judged.reason === null)) return false;
  // Without an attempt, or a gate that could have been unmet, nothing was proved clean.
  if (verdict === 'clean' && (attempts === 0 || gates.length === 0)) return false;
  if (verdict === 'clean' && scenario.sigbus > 0) return false;
  const bound = verdict === 'clean' ? rateBound95(overlapped) : null;
  return isSame(scenario.rateBound95, bound) && countsAgree(scenario) && staleAgrees(scenario);
}

function isSame(one: number | null, other: number | null): boolean {
  if (one === null || other === null) return one === other;
  return Math.abs(one - other) <= BOUND_SLACK * other;
}

/** No part is larger than the whole. */
function countsAgree({
  attempts,
  overlapped,
  early,
  late,
}: Pick<ScenarioResult, 'attempts' | 'overlapped' | 'early' | 'late'>): boolean {
  return overlapped <= attempts && early + late <= attempts;
}

/** Nothing tells of more stale reads than were counted. */
function staleAgrees(scenario: ScenarioResult): boolean {
  const { attempts, stale, lasting, sigbus, evidence } = scenario;
  const { secondsToFirstStale, strategies, hits } = scenario;
  const broken = stale + sigbus;
  if (broken > attempts || lasting > stale || evidence.length > broken) return false;
  if (stale === 0 && secondsToFirstStale !== null) return false;
  if (hits?.some((one) => one.stale > stale || one.overlapped > scenario.overlapped)) return false;
  const ofStrategies = strategies.reduce((sum, one) => sum + one.stale, 0);
  return ofStrategies <= stale && strategies.every((one) => strategyAgrees(one, scenario));
}

function strategyAgrees(strategy: StrategyResult, scenario: ScenarioResult): boolean {
  const ofBins = strategy.staggers?.reduce((sum, bin) => sum + bin.stale, 0) ?? 0;
  return (
    countsAgree(strategy) &&
    strategy.attempts <= scenario.attempts &&
    strategy.stale <= strategy.attempts &&
    ofBins <= strategy.stale
  );
}

/** A verdict may be worse than its scenarios, for some may be missing, but never better. */
export function resultAgrees(result: Result): boolean {
  const { verdict, reason, finding, target, targets, scenarios } = result;
  const overall = overallVerdict(scenarios);
  if (!scenarios.every(scenarioAgrees)) return false;
  if (verdict !== overall && !(verdict === 'untested' && overall === 'clean')) return false;
  if (target?.filesystem !== targets[0]?.filesystem || target?.dax !== targets[0]?.dax)
    return false;
  return verdict !== 'clean' || (reason === null && finding === null);
}

/** What a scenario must hold to be clean. */
export interface CleanNeed {
  /** The ids of its gates; that they are met is part of its verdict. */
  readonly gates: readonly string[];
  readonly overlapped: number;
  /** Either so much time or so many attempts: what comes first ends a scenario. */
  readonly seconds: number;
  readonly attempts: number;
}

/** What was ordered. */
export interface CleanOrder {
  readonly expect: Expect;
  /** Those that were to be raced on each filesystem. */
  readonly scenarios: readonly string[];
  /** What the kernel calls each filesystem that was to be raced on, null where it is whatever the directory is. */
  readonly filesystems: readonly string[] | null;
  /** Whether a scenario that nobody named may be left out where the filesystem cannot do it. */
  readonly mayLeaveOut?: (scenario: string) => boolean;
  readonly needOf: (scenario: string, target: Target) => CleanNeed;
}

const UNFINISHED = 'the race ended before all scenarios had';

type Raced = Pick<Result, 'targets' | 'scenarios' | 'leftOut'>;

/**
 * What a race lacks of what was ordered: with it, the whole is not clean.
 *
 * @returns a sentence, null where nothing is lacking
 */
export function lackOf(raced: Raced, order: CleanOrder): string | null {
  const { targets } = raced;
  if (targets.length === 0) return UNFINISHED;
  const names = targets.map(({ filesystem }) => filesystem).sort();
  const wanted = [...(order.filesystems ?? [])].sort();
  if (order.filesystems === null && names.length > 1)
    return `${names.join(' and ')} were raced, where one directory was ordered`;
  if (order.filesystems !== null && names.join() !== wanted.join())
    return `${names.join(' and ')} was raced, where ${wanted.join(' and ')} was ordered`;
  for (const target of targets) {
    const lack = lackOnTarget(raced, target, order);
    if (lack !== null) return lack;
  }
  return null;
}

function lackOnTarget(
  { scenarios, leftOut }: Raced,
  target: Target,
  order: CleanOrder,
): string | null {
  const { filesystem, dax } = target;
  if (order.expect !== 'any' && dax !== (order.expect === 'dax'))
    return `${filesystem} is ${dax ? '' : 'not '}DAX, where ${order.expect} was ordered`;
  for (const id of order.scenarios) {
    const found = scenarios.filter((one) => one.id === id && one.filesystem === filesystem);
    const [scenario] = found;
    const isLeftOut = leftOut.some((one) => one.id === id && one.filesystem === filesystem);
    if (scenario === undefined && isLeftOut && order.mayLeaveOut?.(id)) continue;
    if (scenario === undefined) return UNFINISHED;
    if (found.length > 1) return `${id} was told twice on ${filesystem}`;
    const lack = lackOfScenario(scenario, order.needOf(id, target));
    if (lack !== null) return `${id} on ${filesystem} ${lack}`;
  }
  return null;
}

function lackOfScenario(scenario: ScenarioResult, need: CleanNeed): string | null {
  const { verdict, gates, overlapped, attempts, seconds } = scenario;
  if (verdict !== 'clean') return null;
  const missing = need.gates.filter((id) => !gates.some((gate) => gate.id === id));
  if (missing.length > 0) return `says nothing of ${missing.join(' and ')}`;
  if (overlapped < need.overlapped)
    return `overlapped in ${overlapped} attempts, where ${need.overlapped} are needed`;
  if (attempts < need.attempts && seconds < need.seconds)
    return `was raced for ${seconds} s in ${attempts} attempts, which is less than was ordered`;
  return null;
}
