import fc from 'fast-check';
import t from 'tap';
import { LINE_LIMIT_BYTES, RecordReader } from '../../src/result/record-reader.js';
import type { RaceRecord } from '../../src/result/records.js';
import { makeEvidence, makeScenario, makeTarget } from '../fixtures/results.js';

const where = { scenario: 'fault-write-race', filesystem: 'ext4' };
const records: RaceRecord[] = [
  { record: 'start', holerace: '0.1.0', kernelRelease: '6.1.0', cpus: 2 },
  { record: 'target', target: makeTarget() },
  { record: 'racing', ...where },
  { record: 'stale', ...where, seconds: 0.5, evidence: makeEvidence() },
  { record: 'scenario', scenario: makeScenario() },
  { record: 'untested', filesystem: null, reason: 'no pmem' },
  { record: 'stuck', reason: 'write(2) does not return' },
  { record: 'done' },
  { record: 'end', token: 'c0ffee', status: 0 },
];

function readAll(chunks: Iterable<string>): { read: RaceRecord[]; garbage: string | null } {
  const read: RaceRecord[] = [];
  const reader = new RecordReader((record) => read.push(record));
  for (const chunk of chunks) reader.push(chunk);
  return { read, garbage: reader.garbage };
}

const line = (record: unknown): string => `${JSON.stringify(record)}\n`;

t.test('records come out as they went in, however the stream is cut', async (t) => {
  const ends = fc.constantFrom('\n', '\r\n', '\n\n');
  fc.assert(
    fc.property(fc.array(fc.nat(300)), fc.subarray(records), ends, (sizes, some, end) => {
      const stream = some.map((record) => JSON.stringify(record) + end).join('');
      const chunks: string[] = [];
      let at = 0;
      for (const size of sizes) {
        chunks.push(stream.slice(at, at + size));
        at += size;
      }
      const { read, garbage } = readAll([...chunks, stream.slice(at)]);
      return garbage === null && JSON.stringify(read) === JSON.stringify(some);
    }),
  );
  t.same(readAll([records.map(line).join('')]).read, records);
});

t.test('a line without its end is not yet a record', async (t) => {
  t.same(readAll([JSON.stringify({ record: 'done' })]), { read: [], garbage: null });
});

t.test('what is no record ends all belief', async (t) => {
  const stale = { record: 'stale', ...where, seconds: 0.5, evidence: makeEvidence() };
  const garbage = [
    'Segmentation fault',
    '{"record":',
    'null',
    '[]',
    JSON.stringify({ record: 'unheard-of' }),
    JSON.stringify({ record: 'end', token: 'x', status: -1 }),
    JSON.stringify({ record: 'end', token: 'x'.repeat(5000), status: 0 }),
    JSON.stringify({ record: 'start', holerace: '1', kernelRelease: '6.1', cpus: 1.5 }),
    JSON.stringify({ ...stale, evidence: makeEvidence({ mapped: 'not hex' }) }),
    JSON.stringify({ ...stale, evidence: makeEvidence({ mapped: '00'.repeat(33) }) }),
    JSON.stringify({ record: 'target', target: { ...makeTarget(), daxProof: 'hearsay' } }),
  ];
  const believed = garbage.filter((text) => {
    const { read, garbage: found } = readAll([line(records[0]), `${text}\n`, line(records[6])]);
    return read.length !== 1 || found === null;
  });
  t.same(believed, []);
});

t.test('garbage is shown in part, and on one line', async (t) => {
  const { garbage } = readAll([`first \x1b[2J\x00${'x'.repeat(500)}\nsecond\n`]);
  t.match(garbage, /^"first /);
  t.ok((garbage ?? '').length < 120);
  t.notMatch(garbage, /[^\x20-\x7e]/, 'no control character reaches the terminal');
});

t.test('after garbage the same chunk gives no more records', async (t) => {
  const { read } = readAll([`${line(records[0])}noise\n${line(records[6])}`]);
  t.same(read, [records[0]]);
});

t.test('a line without end is refused at its limit', async (t) => {
  const chunk = 'x'.repeat(1024 ** 2);
  const fits = LINE_LIMIT_BYTES / chunk.length;
  t.equal(readAll(Array(fits).fill(chunk)).garbage, null);
  t.not(readAll([...Array(fits).fill(chunk), 'x']).garbage, null);
});
