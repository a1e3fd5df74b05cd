import fc from 'fast-check';
import t from 'tap';
import { type Answer, type Decision, decide } from '../../../src/campaign/bisect/decision.js';
import { DEFAULT_SETTINGS } from '../../../src/campaign/bisect/settings.js';
import { type KernelCounts, NO_RUNS, withRun } from '../../../src/campaign/run-counts.js';
import type { Verdict } from '../../../src/result/result.js';
import { countsOf } from '../../fixtures/run-counts.js';

const next = (line: string, over = {}): Decision =>
  decide(countsOf(line), { ...DEFAULT_SETTINGS, ...over });

/** Plays a bisect to its end. Returns the end, and how often each kernel was run. */
function play(count: number, verdictOf: (kernel: number, run: number) => Verdict) {
  const counts: KernelCounts[] = Array.from({ length: count }, () => NO_RUNS);
  const runs = new Array<number>(count).fill(0);
  for (let turn = 0; turn < 10_000; turn++) {
    const decision = decide(counts, DEFAULT_SETTINGS);
    if (decision.next !== 'run') return { end: decision, runs };
    const run = runs[decision.kernel] ?? 0;
    counts[decision.kernel] = withRun(
      counts[decision.kernel] ?? NO_RUNS,
      verdictOf(decision.kernel, run),
    );
    runs[decision.kernel] = run + 1;
  }
  throw new Error('it does not end');
}

function answerOf({ end }: { end: Decision }): Answer {
  if (end.next !== 'answer') throw new Error(JSON.stringify(end));
  return end.answer;
}

t.test('the bad end is screened first, until its rate is known', async (t) => {
  t.same(next('. . . .'), { next: 'run', kernel: 3, phase: 'screen' });
  t.same(next('. . . ss'), { next: 'run', kernel: 3, phase: 'screen' });
  t.match(next('. . . sss'), { next: 'run', phase: 'search' });
  t.match(next('. . . sssccccccccccccccccccccccc'), { phase: 'screen' }, 'a low rate takes more');
});

t.test('ends that do not behave are refused', async (t) => {
  t.same(next('s . . .'), { next: 'refusal', refusal: 'good-end-stale' });
  t.same(next('. . . uuu'), { next: 'refusal', refusal: 'bad-end-untestable' });
  const clean = 'c'.repeat(DEFAULT_SETTINGS.screenLimit);
  t.same(next(`. . . ${clean}`), { next: 'refusal', refusal: 'bad-end-clean' });
  t.match(next(`. . . ${clean}s`), { phase: 'screen' }, 'one stale read is enough to go on');
});

t.test('a fault in every run is found, wherever it begins', async (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 200 }), fc.nat(), (count, place) => {
      const culprit = 1 + (place % (count - 1));
      const played = play(count, (kernel) => (kernel >= culprit ? 'stale' : 'clean'));
      const { range, confirmed } = answerOf(played);
      const booted = played.runs.filter((runs) => runs > 0).length;
      const steps = Math.ceil(Math.log2(count));
      return confirmed && range.first === culprit && range.last === culprit && booted <= steps + 2;
    }),
  );
  t.pass('with two kernels more than halving takes, at most');
});

t.test('a list that is bad throughout is refused', async (t) => {
  t.match(play(40, () => 'stale').end, { refusal: 'good-end-stale' });
});

t.test(
  'kernels that cannot be tested are stepped round, and make the answer a range',
  async (t) => {
    const broken = new Set([20, 21, 22]);
    const verdictOf = (culprit: number) => (kernel: number) => {
      if (broken.has(kernel)) return 'untested';
      return kernel >= culprit ? 'stale' : 'clean';
    };
    const apart = answerOf(play(64, verdictOf(40)));
    t.match(apart, { confirmed: true, range: { first: 40, last: 40 } });
    for (const culprit of [20, 21, 22, 23]) {
      const { range, confirmed, posterior } = answerOf(play(64, verdictOf(culprit)));
      t.match({ range, confirmed }, { confirmed: true, range: { first: 20, last: 23 } });
      const shares = [...posterior.probabilities.slice(20, 24)];
      t.ok(
        shares.every((share) => Math.abs(share - 0.25) < 0.01),
        'each as likely as the others',
      );
    }
  },
);

t.test('a kernel is given up after three untested runs, and accidents are forgiven', async (t) => {
  const { end, runs } = play(16, (kernel, run) => {
    if (kernel === 8 && run % 3 > 0) return 'untested';
    return kernel >= 9 ? 'stale' : 'clean';
  });
  t.match(end, { answer: { confirmed: true, range: { first: 9, last: 9 } } });
  t.ok((runs[8] ?? 0) > 2);
  const breaks = (kernel: number): Verdict => {
    if (kernel === 8) return 'untested';
    return kernel > 8 ? 'stale' : 'clean';
  };
  t.equal(play(16, breaks).runs[8], 3);
});

t.test(
  'the culprit is seen stale again, and a limit of runs ends without confirmation',
  async (t) => {
    t.match(next('c c ccccccccccccccccccc s sss'), { kernel: 3, phase: 'confirm' });
    t.match(next('c c ccccccccccccccccccc ss sss'), {
      answer: { confirmed: true, range: { first: 3, last: 3 } },
    });
    t.match(next('c c cc ss sss', { runLimit: 9 }), { answer: { confirmed: false } });
  },
);

t.test('a cheap further run goes before a costly new kernel, a free one does not', async (t) => {
  const counts = `${'. '.repeat(32)}c ${'. '.repeat(31)}sss`;
  t.match(next(counts, { kernelCost: 1000 }), { kernel: 32 });
  const decision = next(counts, { kernelCost: 0 });
  t.ok(decision.next === 'run' && decision.kernel !== 32, JSON.stringify(decision));
});
