import t from 'tap';
import { foundIn, foundText } from '../../../scripts/bench/found-runs.js';
import { makeEvidence, makeScenario } from '../../fixtures/results.js';

const stale = (seconds: number, strategy: string) =>
  JSON.stringify({
    ...{ record: 'stale', scenario: 'fault-write-race', filesystem: 'ext4', seconds },
    evidence: makeEvidence({ strategy }),
  });
const clean = JSON.stringify({ record: 'scenario', scenario: makeScenario() });

t.test('a run has found with its first stale read, and has not with its result', async (t) => {
  t.same(foundIn(stale(0.5, 'probe')), {
    ...{ seconds: 0.5, strategy: 'probe', how: 'stale after 0.50 s by probe' },
  });
  t.same(foundIn(clean), { seconds: null, strategy: null, how: 'clean in 4000 attempts' });
  const untested = makeScenario({ verdict: 'untested', reason: 'no DAX' });
  const line = JSON.stringify({ record: 'scenario', scenario: untested });
  t.match(foundIn(line), { seconds: null, how: 'untested in 4000 attempts: no DAX' });
  t.match(foundIn('{"record":"untested","filesystem":null,"reason":"no pmem"}'), {
    how: 'no pmem',
  });
});

t.test('other lines are passed over', async (t) => {
  t.equal(foundIn('[    0.000000] Linux version'), null);
  t.equal(foundIn('{"record":"done"}'), null);
});

t.test('runs that ended without a word have found nothing', async (t) => {
  const lines = [stale(0.5, 'probe'), stale(2, 'stagger'), stale(1, 'probe'), clean];
  const found = lines.flatMap((line) => foundIn(line) ?? []);
  t.equal(
    foundText(found, 6),
    'found in 3 of 6, first stale read after 1.00 s in the median, 2.00 s at most; 2 by probe, 1 by stagger',
  );
  t.equal(foundText([], 5), 'found in 0 of 5');
});
