/** A report as suites of test cases: one for each kernel, and one for a bisect as a whole. */

import type { SweepKernel } from '../../result/campaign.js';
import type { Result } from '../../result/result.js';
import type { BisectPart, Report } from '../report.js';
import { bisectText } from '../text/bisect-text.js';
import { formatText } from '../text/text.js';
import { featuresWords, kernelName } from '../words/words.js';
import { bisectCase, type Case, COMPLAINT_CASE, casesOf, hasFailed, skippedCase } from './cases.js';

export interface Suite {
  readonly name: string;
  /** What was tested, with what, in a line. */
  readonly about: string;
  /** There is always one. */
  readonly cases: readonly Case[];
  readonly seconds: number;
  /** When it began, null where nobody knows. */
  readonly startedAt: string | null;
  readonly properties: Readonly<Record<string, unknown>>;
  /** The whole for people. */
  readonly text: string;
}

/** The suites of a report, campaigns first. */
export function suitesOf({ results, campaigns = [] }: Report): Suite[] {
  const ofCampaigns = campaigns.flatMap((part) =>
    part.kind === 'sweep' ? part.sweep.kernels.map(kernelSuite) : [bisectSuite(part)],
  );
  return [...ofCampaigns, ...results.map(resultSuite)];
}

/** How a suite as a whole has gone. */
export function suiteOutcome({ cases }: Suite): 'passed' | 'failed' | 'skipped' {
  if (hasFailed(cases)) return 'failed';
  // That nobody could listen to the log leaves what was raced as it is.
  const raced = cases.filter(({ name }) => name !== COMPLAINT_CASE);
  return raced.some(({ outcome }) => outcome === 'skipped') ? 'skipped' : 'passed';
}

function resultSuite(result: Result): Suite {
  const { holerace, seed, verdict, expect, kernel, machine, seconds, startedAt } = result;
  const { release, source } = kernel;
  const name = kernelName(result);
  const made = result.targets.flatMap((target) => {
    const words = featuresWords(target);
    return words === null ? [] : [`${target.filesystem}: ${words}`];
  });
  return {
    name,
    about: [`holerace ${holerace}, kernel ${name}, seed ${seed}`, ...made].join('; '),
    cases: casesOf(result),
    ...{ seconds, startedAt },
    properties: { holerace, seed, verdict, release, source, ...machine, expect },
    text: formatText(result),
  };
}

/** A kernel of a sweep, which may not have been run. */
function kernelSuite({ k, reason, result }: SweepKernel): Suite {
  if (result !== null) return resultSuite(result);
  return {
    ...{ name: k, about: `kernel ${k}`, cases: [skippedCase('the kernel is raced', reason)] },
    ...{ seconds: 0, startedAt: null, properties: { source: k }, text: `${reason ?? ''}\n` },
  };
}

function bisectSuite(part: BisectPart): Suite {
  const { holerace, looksFor, confirmed, confidence } = part.bisect;
  return {
    ...{ name: 'bisect', about: `holerace ${holerace}, bisect`, cases: [bisectCase(part)] },
    ...{ seconds: 0, startedAt: null },
    properties: { holerace, looksFor, confirmed, confidence },
    text: bisectText(part),
  };
}
