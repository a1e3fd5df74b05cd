/** The gates of steps whose faults are to map 2 MiB: of a hole the huge zero page, or of data. */

import { HUGE_PAGE_BYTES } from '../native/page-sizes.js';
import type { Gate, Target } from '../result/result.js';
import type { Scenario } from '../scenarios/scenario.js';
import type { Counts } from './counts/tally.js';
import { isOfHugeData } from './huge-data.js';

/** Of the faults that were looked at: one that finds no room for a huge page falls back to a small one. */
export const HUGE_SHARE_AT_LEAST = 0.9;
/** Where a second reader's fault on the same place may come first, and leaves no room for a huge page. */
export const HUGE_SHARE_BESIDE_SECOND_READER = 0.05;
/** Of those on data: where the file lies on the disk is up to the filesystem, and not every 2 MiB need be aligned there. */
export const HUGE_DATA_SHARE_AT_LEAST = 0.25;

/** What they are judged by. */
export interface HugeProof {
  readonly scenario: Scenario;
  readonly target: Target;
  readonly counts: Counts;
  /** Why steps were left out that the filesystem cannot do, by their place in the scenario. */
  readonly lacking: ReadonlyMap<number, string>;
}

/** Those that a scenario has of them: none, or one. A scenario has huge steps over holes or over data, and never both. */
export function hugeGates(proof: HugeProof): Gate[] {
  const { steps } = proof.scenario;
  const huge = steps.filter(({ pageBytes }) => pageBytes === HUGE_PAGE_BYTES);
  if (huge.some(isOfHugeData)) return proof.target.dax ? [dataGate(proof)] : [];
  // The page cache rarely maps huge pages: there, only a scenario of nothing else depends on them.
  const needsHuge = proof.target.dax || huge.length === steps.length;
  if (huge.length === 0 || !needsHuge) return [];
  return [
    zeroPageGate(
      proof.counts,
      huge.some(({ secondReader }) => secondReader === true),
    ),
  ];
}

const ENABLE = 'enable transparent huge pages in the kernel';
const LOOK = 'race longer, or by another strategy too';

function zeroPageGate({ hugeFaults, hugeLooks }: Counts, hasSecondReader: boolean): Gate {
  const least = hasSecondReader ? HUGE_SHARE_BESIDE_SECOND_READER : HUGE_SHARE_AT_LEAST;
  const met = hugeFaults > 0 && hugeFaults >= least * hugeLooks;
  const seen = `${hugeFaults} of ${hugeLooks} faults that were looked at mapped a huge zero page`;
  return {
    id: 'huge-zero-page',
    met,
    // Those that come in the middle of a change are not looked at.
    ...(hugeLooks === 0 ? { metByTime: true } : {}),
    detail: met ? seen : `${seen}: ${hugeLooks === 0 ? LOOK : ENABLE}`,
  };
}

/** Steps that were left out need no proof, and the gate says that: it is there on every DAX target. */
function dataGate({ scenario, counts, lacking }: HugeProof): Gate {
  const { hugeFaults, hugeLooks } = counts;
  const id = 'huge-data-page';
  const reasons = scenario.steps.flatMap((step, index) =>
    isOfHugeData(step) ? [lacking.get(index) ?? null] : [],
  );
  if (!reasons.includes(null))
    return {
      id,
      met: true,
      detail: `at 2 MiB nothing was raced: ${[...new Set(reasons)].join('; ')}`,
    };
  const met = hugeFaults > 0 && hugeFaults >= HUGE_DATA_SHARE_AT_LEAST * hugeLooks;
  const seen = `${hugeFaults} of ${hugeLooks} faults that were looked at mapped 2 MiB of data`;
  const cure = `${100 * HUGE_DATA_SHARE_AT_LEAST}% must: race longer, or a filesystem that is less full`;
  return { id, met, metByTime: true, detail: met ? seen : `${seen}, ${cure}` };
}
