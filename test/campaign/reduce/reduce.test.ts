/** A reduction over a detector that is played: what it leaves out, what it says of it, and how sure it rightly is. */
import fc from 'fast-check';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import t from 'tap';
import { type ReduceOptions, reduce } from '../../../src/campaign/reduce/reduce.js';
import type { Setting } from '../../../src/campaign/reduce/setting.js';
import type { ReductionPart } from '../../../src/result/reduction.js';
import {
  CHANGE_PATH,
  EVERYTHING,
  FEATURES,
  featuresOf,
  hasAll,
  PATH,
  type Played,
  playRacer,
  SCENARIO,
  staleResult,
} from '../../fixtures/reductions.js';

const CONFIDENCE = 0.95;
/** No time of a machine's: what is played takes none. */
const LONG_SECONDS = 1e6;

function chances(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => (generator.next() >>> 0) / 2 ** 32;
}

function playedBy(over: Partial<Played> = {}): Played {
  return {
    ...{ rate: 1, chance: chances(7), steps: [3, 4], strategies: ['stagger', 'probe'], cpus: 1 },
    ...{ features: ['reflink'], places: 8, points: ['d entry', 'd return'], ...over },
  };
}

async function reduced(played: Played, over: Partial<ReduceOptions> = {}, raced: Setting[] = []) {
  return reduce({
    ...{ scenario: SCENARIO, setting: EVERYTHING, result: staleResult(EVERYTHING, played) },
    ...{ race: playRacer(played, raced), confidence: CONFIDENCE, limitSeconds: LONG_SECONDS },
    ...{ onPart: () => undefined, onPoint: () => undefined, ...over },
  });
}

async function reducedTo(...args: Parameters<typeof reduced>) {
  const to = await reduced(...args);
  if (to.refused !== null) throw new Error(to.reason);
  return to;
}

function findingOf(parts: readonly ReductionPart[], what: string) {
  return parts.find((part) => part.what === what)?.finding;
}

t.test('all that is not needed goes, and all that is stays', async (t) => {
  const { least, parts, walked, result, isComplete } = await reducedTo(playedBy());
  t.match(least, { step: 3, strategies: ['probe'], cpus: 1, places: 8, points: ['d entry'] });
  t.same(least.options.mount, []);
  t.same(featuresOf(least), ['reflink']);
  t.equal(findingOf(parts, 'reflink'), 'needed');
  for (const what of [...FEATURES.filter((name) => name !== 'reflink'), 'more than 1 vCPU'])
    t.equal(findingOf(parts, what), 'not-needed', what);
  t.equal(findingOf(parts, 'noatime'), 'not-needed');
  t.equal(findingOf(parts, 'stagger'), 'not-needed');
  t.equal(findingOf(parts, 'more than 8 places'), 'not-needed');
  t.match(walked.windows, [{ first: 'd entry', last: 'd return', side: 'read fault' }]);
  t.same(
    walked.windows[0]?.points.map(({ point }) => point),
    PATH,
    'in the order of the fault',
  );
  t.match(walked.none, [/^of the change: a read fault .* nothing at any of the 4 points/]);
  t.equal(result?.verdict, 'stale');
  t.ok(isComplete);
});

t.test('what cannot be raced without is needed, and says why', async (t) => {
  const { parts } = await reducedTo(playedBy({ indispensable: 'reflink' }));
  const [part] = parts.filter(({ what }) => what === 'reflink');
  t.match(part, { finding: 'needed', confidence: null, reason: 'there is no reflink' });
});

t.test('what is found within no fault has no window', async (t) => {
  const { least, walked } = await reducedTo(playedBy({ points: [], strategies: ['stagger'] }));
  t.same(least.strategies, ['stagger']);
  t.same(walked.windows, []);
  t.match(walked.none, [/^of the read fault: .* at any of the 7 points/, /^of the change: /]);
});

t.test(
  'where time runs out, points that had no attempt are no points that find nothing',
  async (t) => {
    const played = playedBy({ points: [], strategies: ['stagger'] });
    const race = playRacer(played);
    const slow: ReduceOptions['race'] = async (setting) => {
      const seen = await race(setting);
      return setting.kind === 'at-point' ? { ...seen, seconds: LONG_SECONDS } : seen;
    };
    const { walked, isComplete } = await reducedTo(played, { race: slow });
    t.match(walked.none, [
      / at any of the 1 that had an attempt, of the 7 points that it passes$/,
      /./,
    ]);
    t.notOk(isComplete);
  },
);

t.test('the window of a change is found by faults that come in its middle', async (t) => {
  const strategies = ['probe-writer', 'stagger'];
  const points = ['w entry', 'w return'];
  const { least, walked } = await reducedTo(playedBy({ strategies, points }));
  t.match(least, { strategies: ['probe-writer'], points: ['w entry'] });
  t.match(walked.windows, [{ first: 'w entry', last: 'w return', side: 'change' }]);
  t.same(
    walked.windows[0]?.points.map(({ point, finding }) => [point, finding]),
    CHANGE_PATH.map((point) => [point, points.includes(point) ? 'finds' : 'not']),
  );
  t.match(walked.none, [/^of the read fault: /]);
});

t.test('a guest that dies of its probes is traced again, and then it is said', async (t) => {
  const strategies = ['probe-writer', 'stagger'];
  const points = ['w entry', 'w return'];
  const played = playedBy({ strategies, points });
  const race = playRacer(played);
  const dying = (deaths: number): Partial<ReduceOptions> => {
    let died = 0;
    return {
      race: async (setting) => {
        const seen = await race(setting);
        if (setting.kind !== 'traced-change' || ++died > deaths) return seen;
        return { ...seen, verdict: 'untested', reason: 'Oops: int3', result: null };
      },
    };
  };
  const again = await reducedTo(played, dying(2));
  t.match(again.walked.windows, [{ side: 'change' }]);
  t.ok(again.isComplete);
  const never = await reducedTo(played, dying(99));
  t.match(never.walked.none, [/^of the change: .* could not be told: Oops: int3$/, /./]);
  t.notOk(never.isComplete);
});

t.test('what was not stale again is refused, after runs that are bounded', async (t) => {
  const raced: Setting[] = [];
  t.match(await reduced(playedBy({ rate: 0 }), {}, raced), { refused: 'clean' });
  t.ok(raced.length <= 10, `${raced.length} runs`);
});

t.test('it ends with its time, and says what was not decided', async (t) => {
  const raced: Setting[] = [];
  const to = await reducedTo(playedBy(), { limitSeconds: 30 }, raced);
  t.notOk(to.isComplete);
  t.ok(
    to.parts.some(({ finding, reason }) => finding === 'undecided' && /no time/.test(`${reason}`)),
  );
  t.ok(to.seconds <= 30 + 2 * 4, `${to.seconds} s`);
});

t.test('where less is stale but rarely, more is kept', async (t) => {
  const played = playedBy();
  const race = playRacer(played);
  let runs = 0;
  const { least, parts } = await reducedTo(played, {
    race: async (setting) => {
      const isRare = setting.cpus === 1 && ++runs % 8 !== 1;
      return race(isRare ? { ...setting, cpus: 0 } : setting);
    },
  });
  t.equal(least.cpus, 2);
  const [part] = parts.filter(({ what }) => what === 'more than 1 vCPU');
  t.match(part, { finding: 'not-needed', kept: true, reason: /rarely/ });
});

/** The detection rate as the model has it: in every run, or by Jeffreys' prior. */
const rates = fc.oneof(
  { weight: 1, arbitrary: fc.constant(1) },
  {
    weight: 3,
    arbitrary: fc
      .double({ min: 0, max: 1, noNaN: true })
      .map((part) => Math.sin((part * Math.PI) / 2) ** 2),
  },
);

const worlds = fc.record({
  rate: rates,
  seed: fc.nat(),
  steps: fc.subarray([1, 2, 3, 4], { minLength: 1 }),
  strategies: fc.subarray(['stagger', 'probe', 'second-reader'], { minLength: 1 }),
  cpus: fc.constantFrom(1, 2),
  features: fc.subarray(FEATURES),
  places: fc.constantFrom(1, 8, 64, 128),
  points: fc.subarray(PATH, { minLength: 1 }),
});

/** Whether a feature is needed indeed. */
function isNeeded({ kind, what }: ReductionPart, played: Played): boolean | null {
  if (kind === 'feature') return played.features.includes(what);
  if (what === 'more than 1 vCPU') return played.cpus > 1;
  const [, places] = /^more than (\d+) places?$/.exec(what) ?? [];
  return places === undefined ? null : played.places > Number(places);
}

t.test(
  'nothing that is needed is called unneeded, and needed is as right as it says',
  async (t) => {
    let [said, wrong, expectedWrong] = [0, 0, 0];
    await fc.assert(
      fc.asyncProperty(worlds, async ({ seed, ...world }) => {
        const played: Played = { ...world, chance: chances(seed) };
        const raced: Setting[] = [];
        const to = await reduced(played, {}, raced);
        t.ok(raced.length < 1000, 'bounded');
        if (to.refused !== null) return;
        t.ok(hasAll(to.least, played), 'the least shows it');
        for (const part of to.parts) {
          const needed = isNeeded(part, played);
          if (needed === true && part.finding === 'not-needed') t.fail(`${part.what} is needed`);
          if (needed === null || part.finding !== 'needed') continue;
          said++;
          if (!needed) wrong++;
          expectedWrong += 1 - (part.confidence ?? 1);
        }
      }),
      { numRuns: 400, seed: 7 },
    );
    t.ok(said > 300, `${said} things were called needed`);
    t.ok(
      wrong <= (1 - CONFIDENCE) * said,
      `${wrong} wrongly, ${expectedWrong.toFixed(1)} expected`,
    );
  },
);
