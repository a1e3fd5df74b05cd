import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pino from 'pino';
import t from 'tap';
import { ReductionJournal } from '../../../src/campaign/reduce/journal.js';
import type { Setting } from '../../../src/campaign/reduce/setting.js';
import { EVERYTHING, playRacer } from '../../fixtures/reductions.js';

const log = pino({ level: 'silent' });
const header = { holerace: '0.1.0', of: 'abc' };
const file = path.join(t.testdir(), 'journal');
const played = {
  ...{ rate: 1, chance: () => 0, steps: [3], strategies: ['probe'], cpus: 1, features: [] },
  ...{ places: 1, points: [] },
};

function open(over: Partial<typeof header> = {}): ReductionJournal {
  return ReductionJournal.open(file, { ...header, ...over }, log);
}

t.test('what was run is not run again, but once', async (t) => {
  const raced: Setting[] = [];
  const first = open();
  const seen = await first.racer(playRacer(played, raced))(EVERYTHING);
  first.close();
  const second = open();
  t.equal(second.held, 1);
  const racer = second.racer(playRacer(played, raced));
  t.match(await racer(EVERYTHING), { ...seen });
  t.equal(raced.length, 1);
  await racer({ ...EVERYTHING, cpus: 1 });
  await racer(EVERYTHING);
  t.equal(raced.length, 3);
  second.close();
});

t.test('a record that is torn is left out, and what follows stands on its own line', async (t) => {
  appendFileSync(file, '{"record":"try","key":"[');
  const journal = open();
  t.equal(journal.held, 3);
  await journal.racer(playRacer(played))({ ...EVERYTHING, places: 1 });
  journal.close();
  const last = readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) ?? '';
  t.match(JSON.parse(last), { record: 'try', verdict: 'stale' });
});

t.test('it has one writer, and is of one reduction', async (t) => {
  const journal = open();
  t.throws(() => open(), /another campaign is writing the journal/);
  journal.close();
  t.throws(() => open({ of: 'other' }), /of another reduction: give another --journal/);
  t.throws(() => open({ holerace: '0.0.9' }), /of another reduction/);
});

t.test('what is damaged, or anything else, is refused and left as it is', async (t) => {
  const [first = ''] = readFileSync(file, 'utf8').split('\n');
  for (const [text, why] of [
    [`${first}\n{"record":"try"}\n`, /damaged in line 2/],
    ['a letter\n', /not the journal of a reduction/],
    ['a letter', /not the journal of a reduction/],
  ] as const) {
    writeFileSync(file, text);
    t.throws(() => open(), why);
    t.equal(readFileSync(file, 'utf8'), text);
  }
});
