import t from 'tap';
import { ResultBuilder } from '../../src/result/builder/result-builder.js';
import type { RaceRecord } from '../../src/result/records.js';
import { LogAfterRace } from '../../src/vm/log-after-race.js';
import { makeContext } from '../fixtures/results.js';

function complaintsOf(...records: readonly RaceRecord[]) {
  const builder = new ResultBuilder(makeContext());
  const log = new LogAfterRace(
    () => builder.complaints,
    (record) => builder.add(record),
  );
  for (const record of records) {
    log.take(record);
    builder.add(record);
  }
  return builder.complaints;
}

const END: RaceRecord = { record: 'end', token: 'x', status: 0 };
const LINE: RaceRecord = {
  record: 'log',
  line: '<1>[   12.500000] BUG: Bad rss-counter state mm:00000000b4e1a2bd type:MM_FILEPAGES val:1024',
};

t.test('what the kernel says as the race’s process is taken down is a complaint', async (t) => {
  const complaints = complaintsOf({ record: 'listening', kernelSeconds: 10 }, LINE, END);
  t.match(complaints, [
    {
      kind: 'memory',
      scenario: null,
      filesystem: null,
      seconds: 2.5,
      times: 1,
      text: { length: 1 },
    },
  ]);
});

t.test('what was told before is not told again', async (t) => {
  const [complaint] = complaintsOf({ record: 'listening', kernelSeconds: 10 }, LINE, END) ?? [];
  if (complaint === undefined) throw new Error('there is none');
  const told: RaceRecord = { record: 'complaint', number: 0, complaint };
  const again = complaintsOf({ record: 'listening', kernelSeconds: 10 }, told, LINE, END);
  t.equal(again?.length, 1);
});

t.test('where nobody listened the lines say nothing: they are those of the boot', async (t) => {
  t.equal(complaintsOf(LINE, END), null);
});
