/** What a bisect over commits has come to, as an object. */

import type { BisectReport, CommitRange } from '../../result/campaign.js';
import { lastLine } from '../../tools.js';
import { VERSION } from '../../version.js';
import type { BisectSettings } from '../bisect/decision.js';
import { decideOnGraph, type GraphKnown, knownOfGraph } from '../bisect/graph/decision.js';
import { endsOf, type Range } from '../bisect/graph/posterior.js';
import { at } from '../bisect/posterior.js';
import { estimateRate } from '../bisect/rate.js';
import { refusalWords } from '../bisect/refusal.js';
import type { Refusal, Step } from '../bisect/steps.js';
import type { CampaignState } from '../state.js';
import { replayLog } from './replay.js';

export interface CommitsSoFar {
  readonly git: CommitRange;
  readonly range: Range;
  readonly state: Pick<CampaignState, 'counts' | 'latest' | 'telling' | 'runs'>;
  readonly settings: BisectSettings;
  /** What makes a kernel bad, where it is not a stale read alone. */
  readonly badIf?: string[] | undefined;
}

/**
 * The report, as the bisect would end by now; not confirmed where there was more to be run. Commits stand in the order
 * of the range, parents first.
 *
 * @param holerace the version that has tested them
 */
export function commitsReport(bisect: CommitsSoFar, holerace = VERSION): BisectReport {
  const { git, range, state, settings, badIf } = bisect;
  const { counts } = state;
  const step = decideOnGraph(range, counts, settings, () => 1);
  const known = step.next === 'answer' ? step.known : knownOfGraph(range, counts);
  const confirmed = step.next === 'answer' && step.confirmed;
  const change = known?.group.members.at(-1);
  return {
    schema: 'holerace.bisect/1',
    holerace,
    looksFor: range.looksFor,
    ...(badIf === undefined ? {} : { badIf }),
    confirmed,
    confidence: settings.confidence,
    ...refusedOf(bisect, step),
    answer: {
      kernels: answerOf(bisect, known).map((commit) => at(git.commits, commit).hash),
      probability: known?.probability ?? 0,
    },
    rate: known?.rate ?? estimateRate(0, 0),
    git: {
      ...{ commits: git.commits, paths: git.paths },
      log: confirmed && change !== undefined ? replayLog(range, git, counts, change) : [],
    },
    kernels: git.commits.map(({ hash }, commit) => ({
      k: hash,
      ...at(counts, commit),
      probability: known?.posterior.probabilities[commit] ?? 0,
      ...resultOf(state.telling[commit] ?? null),
    })),
    runs: state.runs.map(({ kernel, verdict }) => ({ kernel, verdict })),
  };
}

/** Where there is no fix it is the good end that is most likely none; where nothing explains the runs, the bad one. */
function answerOf({ range }: CommitsSoFar, known: GraphKnown | null): readonly number[] {
  const { good, bad } = endsOf(range);
  if (known === null) return [bad];
  return known.group.members.length > 0 ? known.group.members : [good];
}

function refusedOf(bisect: CommitsSoFar, step: Step<GraphKnown>): { refused?: string } {
  return step.next === 'refusal' ? { refused: refusedWords(bisect, step.refusal) } : {};
}

function refusedWords(bisect: CommitsSoFar, refusal: Refusal): string {
  const { git, range, state, settings, badIf } = bisect;
  const { good, bad } = endsOf(range);
  const hashes = [at(git.commits, good).hash, at(git.commits, bad).hash] as const;
  const { unbuilt } = at(state.counts, bad);
  if (refusal === 'bad-end-untestable' && unbuilt !== undefined)
    return `the bad end ${hashes[1]} could not be built (${lastLine(unbuilt)}): give another --config or --build, or another bad end`;
  return refusalWords(refusal, hashes, { ...settings, badIf }, state.latest[bad] ?? null);
}

function resultOf<T>(result: T | null): { result?: T } {
  return result === null ? {} : { result };
}
