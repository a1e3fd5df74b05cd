import t from 'tap';
import type { RanRecord } from '../../src/result/records.js';
import { ProgramListener } from '../../src/vm/program-listener.js';

const ran = (run: number): RanRecord => ({
  ...{ record: 'ran', run, status: 0, signal: null, lines: ['one line'] },
});

t.test('the runs are believed in their order', async (t) => {
  const seen: number[] = [];
  const listener = new ProgramListener(2, 'c0ffee', ({ run }) => seen.push(run));
  listener.take({ record: 'start', holerace: '0.1.0', kernelRelease: '6.1.0', cpus: 2 });
  for (const run of [1, 2]) listener.take(ran(run));
  listener.take({ record: 'done' });
  listener.take({ record: 'end', token: 'guessed', status: 0 });
  t.equal(listener.endStatus, null, 'of a mark that is not its own');
  listener.take({ record: 'end', token: 'c0ffee', status: 0 });
  t.match(listener, { lie: null, endStatus: 0, done: true, release: '6.1.0', mkfs: null });
  t.same(seen, [1, 2]);
});

t.test('more, fewer or other runs than were ordered are none', async (t) => {
  for (const runs of [[2], [1, 1], [1, 3], [1, 2, 3]]) {
    const listener = new ProgramListener(2, 'c0ffee', () => undefined);
    for (const run of runs) listener.take(ran(run));
    t.match(listener.lie, /^run \d behind \d of 2$/, `${runs}`);
    listener.take(ran(listener.runs.length + 1));
    t.ok(listener.runs.length < runs.length, 'and nothing behind it is believed');
  }
  const late = new ProgramListener(2, 'c0ffee', () => undefined);
  late.take({ record: 'done' });
  late.take(ran(1));
  t.match(late.lie, /run 1/);
});
