/**
 * A report as test cases, for the formats of test runners. Of a result there is one for each scenario, and
 * one for the kernel, because a crash of it is a finding of its own and no stale read; of a bisect there is
 * one, its answer.
 */

import type { Evidence, Finding, LeftOut, Result, ScenarioResult } from '../../result/result.js';
import type { BisectPart } from '../report.js';
import { bisectTable } from '../text/bisect-text.js';
import { COMPLAINTS_SHOWN, complaintText, shortenedComplaint } from '../text/complaint-text.js';
import { answerWords, isTold, runsWords, soughtWords } from '../words/bisect-words.js';
import { complainedWords, hasComplained, NOBODY_LISTENED } from '../words/complaint-words.js';
import { failureFacts } from '../words/failure.js';
import { countsOf, evidenceTitle } from '../words/words.js';

/** `skipped`: untested. `complaint`: the kernel's log told of trouble. `broken`: the kernel crashed or hung, or the guest did. */
export type Outcome = 'passed' | 'stale' | 'complaint' | 'skipped' | 'broken';

export interface Case {
  readonly name: string;
  readonly outcome: Outcome;
  /** Why it did not pass, null where it did. */
  readonly message: string | null;
  /** What kind of failure it is. */
  readonly type: string;
  /** What it belongs to, and what it is called there, for runners that sort tests so. */
  readonly group: string;
  readonly id: string;
  readonly seconds: number;
  /** Facts for runners that take data, a name and its value each. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** The same for people, a line each. */
  readonly lines: readonly string[];
}

const OUTCOMES = { clean: 'passed', stale: 'stale', untested: 'skipped' } as const;
/** The case that tells of the kernel's log. */
export const COMPLAINT_CASE = 'the kernel does not complain';
/** Evidence shown in a case; the JSON result holds what was kept. */
const EVIDENCE_SHOWN = 3;
const PLAIN = { type: 'stale', group: 'kernel', seconds: 0, facts: {}, lines: [] } as const;

/** The cases of a result; there is always one. */
export function casesOf(result: Result): Case[] {
  const cases = [
    ...result.scenarios.map(scenarioCase),
    ...result.leftOut.map(leftOutCase),
    kernelCase(result),
  ];
  const told = cases.some(({ outcome }) => outcome === 'skipped' || outcome === 'broken');
  if (result.verdict === 'untested' && !told) {
    cases.push(skippedCase('all of it is raced', result.reason));
  }
  return [...cases, complaintCase(result)];
}

function scenarioCase(scenario: ScenarioResult): Case {
  const { id, filesystem, verdict, reason, seconds } = scenario;
  const { attempts, overlapped, early, late, stale, lasting, rateBound95 } = scenario;
  const outcome = OUTCOMES[verdict];
  const unmet = scenario.gates.filter(({ met }) => !met);
  const evidence = scenario.evidence.slice(0, EVIDENCE_SHOWN);
  const counts = countsOf(scenario).join(', ');
  return {
    ...PLAIN,
    ...{ name: `${filesystem} ${id}`, group: filesystem, id, outcome, seconds },
    message: outcome === 'stale' ? counts : reason,
    facts: {
      ...{ seconds, attempts, overlapped, early, late, stale, lasting, rateBound95 },
      ...(scenario.sigbus === 0 ? {} : { sigbus: scenario.sigbus }),
      ...(unmet.length === 0 ? {} : { unmet }),
      ...(stale === 0 ? {} : { evidence: evidence.map(shortened) }),
    },
    lines: [`${id}: ${counts}`, ...evidence.map(evidenceLine)],
  };
}

function leftOutCase({ id, filesystem, reason }: LeftOut): Case {
  return { ...skippedCase(`${filesystem} ${id}`, `left out: ${reason}`), group: filesystem, id };
}

function shortened({ attempt, fileOffset, expected, mapped, pread, freshMapping }: Evidence) {
  return { attempt, fileOffset, expected, mapped, pread, freshMapping };
}

function evidenceLine(evidence: Evidence): string {
  const { expected, mapped } = evidence;
  return `${evidenceTitle(evidence)}: expected ${expected}, mapped ${mapped}`;
}

function kernelCase(result: Result): Case {
  const { finding } = result;
  const name = 'the kernel outlives the race';
  const failure = failureFacts(result);
  const known = {
    facts: { ...finding, ...Object.fromEntries(failure) },
    lines: failure.map(([what, value]) => `${what}: ${value}`),
  };
  const plain = { ...PLAIN, ...known, name, id: name };
  if (finding === null) return { ...plain, outcome: 'passed', message: null };
  const { kind, message } = finding;
  return { ...plain, outcome: 'broken', type: kind, message: `${kind}: ${message}` };
}

/** A log that nobody could read says nothing, and that is said. */
function complaintCase(result: Result): Case {
  const plain = { ...PLAIN, name: COMPLAINT_CASE, id: COMPLAINT_CASE, type: 'complaint' };
  if (result.complaints === null) return { ...plain, outcome: 'skipped', message: NOBODY_LISTENED };
  if (!hasComplained(result)) return { ...plain, outcome: 'passed', message: null };
  const complaints = result.complaints.slice(0, COMPLAINTS_SHOWN).map(shortenedComplaint);
  return {
    ...plain,
    ...{ outcome: 'complaint', message: complainedWords(result), facts: { complaints } },
    lines: complaintText(result),
  };
}

/** Something was to be raced that no case tells of. */
export function skippedCase(name: string, reason: string | null): Case {
  const message = reason ?? 'nothing was raced';
  return { ...PLAIN, name, id: name, outcome: 'skipped', message };
}

/** The case of a bisect: its answer is found, or not to be had at its confidence, or its ends are wrong. */
export function bisectCase({ bisect, doubts }: BisectPart): Case {
  const name = `${soughtWords(bisect)} is found`;
  const outcome = bisect.refused !== undefined ? 'broken' : bisect.confirmed ? 'passed' : 'skipped';
  const words = answerWords(bisect);
  const { confidence, answer, rate } = bisect;
  const kernels = bisect.kernels.filter(isTold).map(({ result: _, ...kernel }) => kernel);
  return {
    ...PLAIN,
    ...{ name, id: name, outcome, type: 'refused', group: 'bisect' },
    message: outcome === 'passed' ? null : words,
    facts: { confidence, answer, rate, kernels, ...(doubts.length === 0 ? {} : { doubts }) },
    lines: [...bisectTable(bisect).split('\n'), runsWords(bisect), ...doubts, words],
  };
}

const FAILED: ReadonlySet<Outcome> = new Set<Outcome>(['stale', 'complaint', 'broken']);

/** Whether a test runner must call these cases failed. */
export function hasFailed(cases: readonly Case[]): boolean {
  return cases.some(({ outcome }) => FAILED.has(outcome));
}

/** Whether the kernel hung, rather than crashed. */
export function isTimeout({ type }: Case): boolean {
  const kinds: readonly string[] = ['hang', 'no-boot'] satisfies Finding['kind'][];
  return kinds.includes(type);
}
