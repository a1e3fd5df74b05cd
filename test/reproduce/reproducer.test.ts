import fc from 'fast-check';
import t from 'tap';
import { UsageError } from '../../src/errors.js';
import { PAGE_BYTES } from '../../src/native/page-sizes.js';
import { ARENA_OFFSET_BYTES } from '../../src/race/places/arena.js';
import { COLUMNS } from '../../src/report/mail/lines.js';
import { reproducer, targetOf } from '../../src/reproduce/reproducer.js';
import { attemptsFor, staggersOf } from '../../src/reproduce/values.js';
import { strategyResultSchema } from '../../src/result/result.js';
import { makeEvidence, makeResult, makeScenario, makeTarget } from '../fixtures/results.js';

function counted(id: string, stale: number) {
  const outcome = { id, stale, seconds: 1, attempts: 100, overlapped: 90, early: 50, late: 50 };
  return strategyResultSchema.parse(outcome);
}

function staleResult(id: string, strategies = [counted('stagger', 3)], over = {}) {
  const scenario = { id, verdict: 'stale' as const, stale: 3, evidence: [makeEvidence()] };
  return makeResult({ scenarios: [makeScenario({ ...scenario, strategies })], ...over });
}

t.test('the program is what was stale', async (t) => {
  const text = reproducer(staleResult('punch-read-race'));
  t.match(text, /FALLOC_FL_PUNCH_HOLE/);
  t.match(text, /^#define LEAVES_DATA 0\b/m);
  t.match(text, /^#define ATTEMPTS 152\b/m, '3 of 100 attempts');
  t.match(text, /punch-read-race/);
  const huge = reproducer(staleResult('huge-fault-write-race', [counted('preempt', 9)]));
  t.match(huge, /^#define FAULT_BYTES 2097152\b/m);
  t.match(huge, /sem_post/);
  t.notMatch(text, /sem_post/, 'only where it is what found it');
});

t.test('what the racing load shows counts where it may be neither old nor new', async (t) => {
  for (const [id, before] of [
    ['fault-write-race', 0],
    ['append-race', 0],
    ['punch-read-race', 1],
    ['overwrite-race', 2],
    ['collapse-range-race', 3],
  ] as const) {
    const text = reproducer(staleResult(id));
    t.match(text, new RegExp(`^#define BEFORE ${before}\\b`, 'm'), id);
    t.match(text, /stale \+= .*IS_WRONG\(first\)|\|\|\n.*IS_WRONG\(first\)/, id);
  }
});

t.test(
  'its head says whether a load behind the change was stale, or only one beside it',
  async (t) => {
    const expected = makeEvidence().expected;
    const passing = makeEvidence({ mapped: expected, lasting: false, loaded: '29' });
    const scenario = { id: 'direct-write-race', verdict: 'stale' as const, stale: 3 };
    const headOf = (evidence: ReturnType<typeof makeEvidence>[]) => {
      const strategies = [counted('stagger', 3)];
      const one = makeScenario({ ...scenario, strategies, evidence, lasting: 0 });
      return reproducer(makeResult({ scenarios: [one] })).replaceAll(/\n \* /g, ' ');
    };
    t.match(headOf([passing]), /beside a change of the file shows neither/);
    t.match(
      headOf([passing, makeEvidence()]),
      /that begins once a change of the file has returned/,
    );
    t.match(headOf([]), /that begins once a change of the file has returned/);
  },
);

t.test(
  'of steps at 4 KiB and at 2 MiB it is the one in whose places the evidence lies',
  async (t) => {
    const found = (strategy: string, ...pages: readonly number[]) => {
      const evidence = pages.map((page) =>
        makeEvidence({ strategy, fileOffset: ARENA_OFFSET_BYTES + page * PAGE_BYTES + 16 }),
      );
      const scenario = { id: 'overwrite-race', verdict: 'stale' as const, stale: 3, evidence };
      return makeResult({
        scenarios: [makeScenario({ ...scenario, strategies: [counted(strategy, 3)] })],
      });
    };
    const small = /^#define FAULT_BYTES 4096\b/m;
    const huge = /^#define FAULT_BYTES 2097152\b/m;
    t.match(reproducer(found('stagger', 0, 16, 48)), small);
    t.match(
      reproducer(found('stagger', 0, 16, 47)),
      small,
      'one alone says nothing: most lie there',
    );
    const ofHuge = reproducer(found('stagger', 16, 47, 600));
    t.match(ofHuge, huge);
    t.match(ofHuge, /pwrite\(fd, bytes, FAULT_BYTES/, 'which lays out all of the 2 MiB');
    t.match(reproducer(found('stagger')), small, 'without evidence nothing tells');
    t.match(reproducer(found('in-turn', 0, 512)), small, 'nor where both have their places there');
  },
);

t.test('a probe is set where the evidence was found', async (t) => {
  const evidence = [makeEvidence({ strategy: 'probe', probe: 'iomap_iter entry' })];
  const strategies = [counted('probe', 3)];
  const over = { verdict: 'stale' as const, stale: 3, strategies, evidence };
  const text = reproducer(makeResult({ scenarios: [makeScenario(over)] }));
  t.match(text, /^#define PROBED "iomap_iter"\n#define AT_RETURN 0\n/m);
});

t.test('of several points it is the one with the most evidence', async (t) => {
  const at = (probe: string) => makeEvidence({ strategy: 'probe', probe });
  const [chance, often] = ['ext4_iomap_begin entry', 'xfs_read_iomap_begin return'].map(at);
  if (chance === undefined || often === undefined) throw new Error('two points');
  const over = { verdict: 'stale' as const, stale: 3, strategies: [counted('probe', 3)] };
  const evidence = [chance, often, often];
  const text = reproducer(makeResult({ scenarios: [makeScenario({ ...over, evidence })] }));
  t.match(text, /^#define PROBED "xfs_read_iomap_begin"\n#define AT_RETURN 1\n/m);
});

t.test('of two probes the program has the one that it is made of', async (t) => {
  const evidence = [
    makeEvidence({ strategy: 'probe', probe: 'iomap_iter entry' }),
    makeEvidence({ strategy: 'probe-writer', probe: 'xfs_reflink_end_cow return' }),
  ];
  const strategies = [counted('probe', 3), counted('probe-writer', 4)];
  const over = { verdict: 'stale' as const, stale: 7, strategies, evidence };
  const text = reproducer(makeResult({ scenarios: [makeScenario(over)] }));
  t.match(text, /^#define PROBED "xfs_reflink_end_cow"\n#define AT_RETURN 1\n/m);
});

t.test('a timer of the reader has room to be found again', async (t) => {
  const width = (meeting: string) =>
    /^#define STAGGER_WIDTH (\d+)/m.exec(reproducer(staleIn(meeting)))?.[1];
  const bin = { from: 0, to: 16, early: 1, late: 1, stale: 1 };
  const staleIn = (meeting: string) =>
    staleResult('fault-write-race', [{ ...counted(meeting, 3), staggers: [bin] }]);
  t.equal(width('stagger'), '64');
  t.equal(width('preempt-writer'), '2000');
});

t.test('what cannot be shown is refused in a sentence', async (t) => {
  const clean = makeResult({ scenarios: [makeScenario()] });
  t.throws(() => reproducer(clean), UsageError);
  t.throws(() => reproducer(clean, 'fault-write-race'), /fault-write-race was not stale/);
  t.throws(() => reproducer(clean, 'append-race'), /has no scenario append-race/);
  t.throws(() => reproducer(staleResult('mmap-write-race')), /no C for mmap-write-race/);
  t.throws(() => reproducer(staleResult('from-the-future')), /update holerace/);
  const slow = staleResult('fault-write-race', [counted('slow-interrupt', 3)]);
  t.throws(() => reproducer(slow), /stale by slow-interrupt alone/);
  const probed = staleResult('fault-write-race', [counted('probe', 3)]);
  t.throws(() => reproducer(probed), /by probe alone, .* no evidence that tells the probe/);
  const both = staleResult('fault-write-race', [counted('probe', 3), counted('preempt', 1)]);
  t.match(reproducer(both), /attempts were by preempt/);
});

t.test('no name of a guest ends the comment', async (t) => {
  const kernel = { release: '6.1*/int main', source: '*/ */' };
  const text = reproducer(staleResult('fault-write-race', undefined, { kernel }));
  const [, comment = ''] = /\/\*\n([\s\S]*?)\*\//.exec(text) ?? [];
  t.match(comment, /-pthread -o repro repro.c/);
});

t.test('attempts that miss a rate miss it once in a hundred times', async (t) => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 0.999, noNaN: true }), (rate) => {
      const attempts = attemptsFor(rate);
      return (1 - rate) ** attempts <= 0.0101 && (1 - rate) ** (attempts - 1) > 0.0099;
    }),
  );
  t.equal(attemptsFor(1), 1);
});

t.test('staggers reach over the stale bins', async (t) => {
  const bin = (from: number, to: number, stale: number) => ({ from, to, early: 1, late: 1, stale });
  t.same(staggersOf([bin(-500, 0, 0), bin(100, 300, 1), bin(300, 500, 2)]), {
    ...{ middle: 300, width: 200 },
  });
  t.same(staggersOf(), { middle: 0, width: 2000 });
});

t.test('the head holds what a check has seen, within the columns of a mail', async (t) => {
  const kernel = { release: '6.1.0', source: 'debian:linux-image-6.1.0-56-cloud-amd64=6.1.192-2' };
  const result = staleResult('fault-write-race', undefined, { kernel });
  t.notMatch(reproducer(result), /Checked/);
  const text = reproducer(result, undefined, `stale in 3 of 3 runs of ${'30 s and '.repeat(20)}*/`);
  const [, head = ''] = /^\/\*\n([\s\S]*?)^ \*\/$/m.exec(text) ?? [];
  t.match(head, /^ \* Checked: stale in 3 of 3 runs of 30 s and/m);
  t.same(
    head.split('\n').filter((line) => line.length > COLUMNS),
    [],
  );
});

t.test('what a program was raced on is of its scenario', async (t) => {
  const targets = [makeTarget({ filesystem: 'xfs' }), makeTarget()];
  t.equal(targetOf(staleResult('fault-write-race', undefined, { targets })).filesystem, 'ext4');
  const gone = staleResult('fault-write-race', undefined, { targets: targets.slice(0, 1) });
  t.throws(() => targetOf(gone), /does not tell what it was raced on/);
});
