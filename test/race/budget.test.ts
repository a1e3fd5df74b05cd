import fc from 'fast-check';
import t from 'tap';
import { Budget, LEAST_TURN_SECONDS, type Need, TURNS_LIMIT } from '../../src/race/budget.js';

/** A scenario as a budget sees it. */
interface Runner {
  /** Racing time until it has its verdict. */
  readonly verdictSeconds: number;
  /** Racing time after which it ends by itself. */
  readonly endSeconds: number;
  /** What a turn takes beyond what it was given. */
  readonly overshootSeconds: number;
}

interface Raced {
  readonly granted: readonly number[][];
  readonly used: readonly number[];
  readonly need: readonly Need[];
}

function needOf({ verdictSeconds, endSeconds }: Runner, used: number): Need {
  if (used >= endSeconds) return 'nothing';
  return used >= verdictSeconds ? 'lower-bound' : 'verdict';
}

/** Plays a budget with these to its end. */
function play(seconds: number, runners: readonly Runner[]): Raced {
  const budget = new Budget(seconds, runners.length);
  const granted = runners.map((): number[] => []);
  const used = runners.map(() => 0);
  const need = runners.map((): Need => 'verdict');
  for (let turn = budget.next(); turn !== null; turn = budget.next()) {
    const { index } = turn;
    const runner = runners[index] as Runner;
    const raced = Math.min(turn.seconds, runner.endSeconds - (used[index] as number));
    granted[index]?.push(turn.seconds);
    (used[index] as number) += raced;
    need[index] = needOf(runner, used[index] as number);
    budget.note(index, raced + runner.overshootSeconds, need[index]);
  }
  return { granted, used, need };
}

const sum = (numbers: readonly number[]) => numbers.reduce((so, one) => so + one, 0);
const seconds = fc.double({ min: 0, max: 500, noNaN: true });
const endless = fc.constant(Number.POSITIVE_INFINITY);
const runner = fc.record({
  verdictSeconds: fc.oneof(seconds, endless),
  endSeconds: fc.oneof(seconds, endless),
  overshootSeconds: fc.constant(0),
});
const runners = fc.array(runner, { minLength: 1, maxLength: 12 });
/** Enough for the scenarios, as the command line demands. */
const setup = runners.chain((some) =>
  fc.record({
    some: fc.constant(some),
    budget: fc.double({ min: some.length * LEAST_TURN_SECONDS, max: 3600, noNaN: true }),
  }),
);
const ROUNDING = 1e-6;

t.test('the budget is never exceeded', async (t) => {
  fc.assert(
    fc.property(setup, ({ some, budget }) => sum(play(budget, some).used) <= budget + ROUNDING),
  );
  t.pass('whatever ends when');
});

t.test('turns that take longer than they should cost no more than the last of them', async (t) => {
  const late = runner.map((one) => ({ ...one, overshootSeconds: 0.5 }));
  const slow = fc.array(late, { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(slow, (some) => {
      const budget = 10 * some.length;
      const { granted, used } = play(budget, some);
      const overshoots = 0.5 * sum(granted.map(({ length }) => length));
      return sum(used) + overshoots <= budget + LEAST_TURN_SECONDS;
    }),
  );
  t.pass('the others pay for it');
});

t.test(
  'nobody is starved: each has half of an equal share, or what it takes to its end',
  async (t) => {
    fc.assert(
      fc.property(setup, ({ some, budget }) => {
        const { used } = play(budget, some);
        const floor = Math.max(LEAST_TURN_SECONDS, budget / some.length / 2);
        return some.every(
          ({ endSeconds }, index) => (used[index] ?? 0) >= Math.min(floor, endSeconds) - ROUNDING,
        );
      }),
    );
    t.pass('in its first turn');
  },
);

t.test('nothing is left over while somebody needs it', async (t) => {
  fc.assert(
    fc.property(setup, ({ some, budget }) => {
      const { granted, used, need } = play(budget, some);
      const left = budget - sum(used);
      const able = granted.map(({ length }) => length < TURNS_LIMIT);
      return left < LEAST_TURN_SECONDS || need.every((one, i) => one === 'nothing' || !able[i]);
    }),
  );
  t.pass('but for less than a turn');
});

t.test('who has a verdict gets a second turn only when all have theirs', async (t) => {
  fc.assert(
    fc.property(setup, ({ some, budget }) => {
      const { granted, need } = play(budget, some);
      const waits = need.some(
        (one, i) => one === 'verdict' && (granted[i]?.length ?? 0) < TURNS_LIMIT,
      );
      const firstTurn = (i: number) => granted[i]?.[0] ?? 0;
      return (
        !waits ||
        some.every((one, i) => firstTurn(i) < one.verdictSeconds || granted[i]?.length === 1)
      );
    }),
  );
  t.pass('the needy go first');
});

t.test('what is given back goes to those that need it', async (t) => {
  const quick: Runner = { verdictSeconds: 1, endSeconds: 3, overshootSeconds: 0 };
  const steady: Runner = { ...quick, endSeconds: Number.POSITIVE_INFINITY };
  const slow: Runner = { ...steady, verdictSeconds: 60 };
  t.same(play(120, [quick, steady, slow]).used, [3, 20, 97]);
  t.same(play(120, [quick, steady, steady]).used, [3, 58.5, 58.5], 'else to all that can use it');
  t.same(play(120, [slow]).granted, [[120]], 'one alone has it all at once');
  t.same(play(120, [quick]).used, [3], 'and what nobody can use is not used');
});
