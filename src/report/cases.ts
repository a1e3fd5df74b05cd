/**
 * A result as test cases, for the formats of test runners: one for each scenario, and one for the kernel,
 * because a crash of it is a finding of its own and no stale read.
 */
import type { Finding, Result, ScenarioResult } from './result.js';
import { countsOf } from './words.js';

/** `skipped`: untested. `broken`: the kernel crashed or hung, or the guest did. */
export type Outcome = 'passed' | 'stale' | 'skipped' | 'broken';

export interface Case {
  readonly name: string;
  readonly outcome: Outcome;
  /** Why it did not pass, null where it did. */
  readonly message: string | null;
  readonly scenario: ScenarioResult | null;
  readonly finding: Finding | null;
}

const OUTCOMES = { clean: 'passed', stale: 'stale', untested: 'skipped' } as const;

/** The cases of a result; there is always one. */
export function casesOf(result: Result): Case[] {
  const cases = [...result.scenarios.map(scenarioCase), kernelCase(result.finding)];
  const told = cases.some(({ outcome }) => outcome === 'skipped' || outcome === 'broken');
  if (result.verdict === 'untested' && !told) cases.push(restCase(result.reason));
  return cases;
}

function scenarioCase(scenario: ScenarioResult): Case {
  const { id, filesystem, verdict, reason } = scenario;
  const outcome = OUTCOMES[verdict];
  const message = outcome === 'stale' ? countsOf(scenario).join(', ') : reason;
  return { name: `${filesystem} ${id}`, outcome, message, scenario, finding: null };
}

function kernelCase(finding: Finding | null): Case {
  return {
    name: 'the kernel outlives the race',
    outcome: finding === null ? 'passed' : 'broken',
    message: finding === null ? null : `${finding.kind}: ${finding.message}`,
    scenario: null,
    finding,
  };
}

/** Something was to be raced that no case tells of. */
function restCase(reason: string | null): Case {
  return {
    name: 'all of it is raced',
    outcome: 'skipped',
    message: reason ?? 'nothing was raced',
    scenario: null,
    finding: null,
  };
}

/** Whether a test runner must call these cases failed. */
export function hasFailed(cases: readonly Case[]): boolean {
  return cases.some(({ outcome }) => outcome === 'stale' || outcome === 'broken');
}
