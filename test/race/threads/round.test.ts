/** The turns of a probe's points in a round, over made-up attempts. */
import t from 'tap';
import { CHANGES } from '../../../src/race/changes/list.js';
import { countsIn, sharedCounts } from '../../../src/race/counts/counts.js';
import { Count } from '../../../src/race/counts/tally.js';
import { Choice } from '../../../src/race/strategies/choice.js';
import { STRATEGIES } from '../../../src/race/strategies/list.js';
import { NO_PROBE } from '../../../src/race/strategies/probe-points.js';
import { Round } from '../../../src/race/threads/round.js';
import { SLOTS_BYTES, Slot } from '../../../src/race/threads/slots.js';
import { faultWriteRace } from '../../../src/scenarios/fault-write-race.js';
import type { Step } from '../../../src/scenarios/scenario.js';

const STEP = faultWriteRace.steps.find(({ meeting }) => meeting === 'at-once') as Step;
const SEED = 7;
const ATTEMPTS = 256;

/** @param reachedAt how many of a turn's calls have reached a point, or NO_PROBE */
function raced(reachedAt: (point: string) => number, finds: (point: string) => boolean) {
  const choice = new Choice(['probe'], STEP, { seed: SEED });
  const [counts] = countsIn(sharedCounts(1));
  if (counts === undefined) throw new Error('counts of one strategy');
  const slots = new Int32Array(new SharedArrayBuffer(SLOTS_BYTES));
  const round = new Round(CHANGES[STEP.change].rule, SEED, choice, counts);
  round.begin({
    ...{ strategy: STRATEGIES.probe, stamp: 1, counts, second: null, judgesLate: false },
    ...{ attemptsLimit: ATTEMPTS, isTimed: false },
  });
  const turns: { point: string; attempts: number }[] = [];
  let attempt = 1;
  for (; attempt <= ATTEMPTS && !round.isOver(attempt, slots); attempt++) {
    const point = choice.pointName ?? '';
    const last = turns.at(-1);
    if (last?.point === point) last.attempts++;
    else turns.push({ point, attempts: 1 });
    if (slots[Slot.REACHED] !== NO_PROBE) slots[Slot.REACHED] = reachedAt(point);
    if (finds(point)) counts.tally[Count.STALE] = (counts.tally[Count.STALE] ?? 0) + 1;
  }
  round.end(attempt - 1, slots);
  return { turns, made: attempt - 1 };
}

t.test(
  'each point is tried for some attempts, and what finds nothing does not keep others waiting',
  async (t) => {
    const { turns, made } = raced(
      () => 1,
      () => false,
    );
    t.equal(made, ATTEMPTS);
    t.same(
      turns.map(({ attempts }) => attempts),
      turns.map(() => 16),
    );
    t.equal(new Set(turns.map(({ point }) => point)).size, turns.length, 'another one each time');
  },
);

t.test(
  'a point that no call reaches, and one that the kernel has not, is left at once',
  async (t) => {
    const { turns } = raced(
      (point) => (point.endsWith('return') ? 0 : NO_PROBE),
      () => false,
    );
    t.ok(turns.length > 20);
    // The last one is cut off by the end of the round.
    for (const { point, attempts } of turns.slice(0, -1))
      t.equal(attempts, point.endsWith('return') ? 8 : 1, point);
  },
);

t.test('a round ends where no call passes any point', async (t) => {
  const { turns, made } = raced(
    () => NO_PROBE,
    () => false,
  );
  t.equal(made, turns.length, 'one attempt at each');
  t.ok(made < ATTEMPTS);
});
