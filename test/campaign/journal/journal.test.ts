import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import fc from 'fast-check';
import pino from 'pino';
import t, { type Test } from 'tap';
import { setAside } from '../../../src/campaign/journal/file.js';
import { Journal, readJournal } from '../../../src/campaign/journal/journal.js';
import type { CampaignHeader, CampaignRun } from '../../../src/campaign/journal/records.js';
import { UsageError } from '../../../src/errors.js';
import type { Result } from '../../../src/result/result.js';
import { makeHeader, resultOf, silentLog } from '../../fixtures/campaign.js';
import { makeEvidence, makeResult, makeScenario, makeTarget } from '../../fixtures/results.js';

function makeRun(kernel: number, run = 1): CampaignRun {
  const startedAt = '2017-05-10T12:00:00.000Z';
  const result = resultOf('clean');
  return { record: 'run', kernel, run, startedAt, seconds: 1, verdict: 'clean', result };
}

/** A journal of three runs. */
function written(t: Test, over: Partial<CampaignHeader> = {}): string {
  const file = path.join(t.testdir(), 'below/journal');
  const journal = Journal.open(file, makeHeader(4, over), silentLog);
  for (const kernel of [2, 0, 1]) journal.append(makeRun(kernel));
  journal.close();
  return file;
}

const kernelsIn = ({ runs }: { runs: readonly CampaignRun[] }) => runs.map(({ kernel }) => kernel);

t.test('what was appended is there again, one record a line', async (t) => {
  const file = written(t);
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  t.match(JSON.parse(lines[0] ?? ''), { record: 'campaign', schema: 'holerace.campaign/1' });
  t.equal(lines.length, 4);
  const journal = Journal.open(file, makeHeader(4), silentLog);
  t.same(kernelsIn(journal), [2, 0, 1]);
  t.same(journal.runs[0], makeRun(2));
  journal.append(makeRun(2, 2));
  journal.close();
  t.same(kernelsIn(readJournal(file)), [2, 0, 1, 2]);
});

t.test('the seed and the beginning of the first time hold', async (t) => {
  const file = written(t);
  const later = makeHeader(4, { seed: 8, startedAt: '2018-05-10T12:00:00.000Z' });
  const journal = Journal.open(file, later, silentLog);
  t.match(journal.header, { seed: 7, startedAt: '2017-05-10T12:00:00.000Z' });
  journal.close();
});

/** As many as say that a file was to become a journal. */
const BEGINNING_BYTES = '{"record":"campaign",'.length;

function isRefused(file: string): boolean {
  try {
    Journal.open(file, makeHeader(4), silentLog).close();
    return false;
  } catch (error) {
    return /is not a holerace journal/.test(String(error));
  }
}

t.test('cut off at any byte, it goes on with what was whole', async (t) => {
  const file = written(t);
  const whole = readFileSync(file);
  const ends = [...whole.entries()].filter(([, byte]) => byte === 10).map(([place]) => place + 1);
  const cut = path.join(t.testdir(), 'cut');
  fc.assert(
    fc.property(fc.nat(whole.length), (length) => {
      let warnings = 0;
      const log = pino({ level: 'warn' }, { write: () => void warnings++ });
      writeFileSync(cut, whole.subarray(0, length));
      // Of less nobody can tell that it was to become a journal.
      if (length > 0 && length < BEGINNING_BYTES) return isRefused(cut);
      const journal = Journal.open(cut, makeHeader(4), log);
      const records = ends.filter((end) => end <= length).length;
      const before = kernelsIn(journal);
      journal.append(makeRun(3));
      journal.close();
      const isTorn = length > 0 && !ends.includes(length);
      return (
        before.join() === [2, 0, 1].slice(0, Math.max(0, records - 1)).join() &&
        kernelsIn(readJournal(cut)).join() === [...before, 3].join() &&
        warnings === (isTorn ? 1 : 0)
      );
    }),
  );
  t.pass('and can be written on');
});

t.test('garbage behind the last record is left out, in the middle it is refused', async (t) => {
  const file = written(t);
  appendFileSync(file, '\0\0\0\n\0\0');
  t.same(kernelsIn(readJournal(file)), [2, 0, 1]);
  const lines = readFileSync(written(t), 'utf8').split('\n');
  for (const bad of ['garbage', JSON.stringify({ ...makeRun(0), verdict: 'stale' }), lines[1]]) {
    writeFileSync(file, lines.toSpliced(2, 1, bad ?? '').join('\n'));
    t.throws(() => readJournal(file), /is damaged in line 3/, bad?.slice(0, 20) ?? '');
  }
});

t.test('a line feed that has become another byte hides no record', async (t) => {
  const whole = readFileSync(written(t));
  const file = path.join(t.testdir(), 'flipped');
  const ends = [...whole.entries()].filter(([, byte]) => byte === 10).map(([place]) => place);
  for (const end of ends) {
    for (const byte of [0x1a, 0x20, 0x4a, 0x0b]) {
      const flipped = Buffer.from(whole);
      flipped[end] = byte;
      writeFileSync(file, flipped);
      t.throws(
        () => readJournal(file),
        /is damaged in line|is not a holerace journal/,
        `${byte} at ${end}`,
      );
      t.throws(() => Journal.open(file, makeHeader(4), silentLog), UsageError);
      t.ok(readFileSync(file).equals(flipped), 'and it stays as it is');
    }
  }
});

t.test('a bit that flips within the last record is damage, not a torn record', async (t) => {
  const whole = readFileSync(written(t));
  const file = path.join(t.testdir(), 'flipped');
  const flipped = Buffer.from(whole);
  const at = whole.lastIndexOf('"verdict":"clean"') + 2;
  flipped[at] = 0x57;
  writeFileSync(file, flipped);
  t.throws(() => readJournal(file), /is damaged in line 4/);
});

t.test('a run that is better than its scenarios is refused, wherever it stands', async (t) => {
  const evidence = [makeEvidence()];
  const stale = { stale: 1, lasting: 1, secondsToFirstStale: 0.4, rateBound95: null, evidence };
  const found = makeScenario({ verdict: 'stale', ...stale });
  const lies: Record<string, Result> = {
    'a stale scenario': makeResult({ scenarios: [found] }),
    'its evidence': makeResult({ scenarios: [makeScenario({ evidence })] }),
    'a bound of its own': makeResult({ scenarios: [makeScenario({ rateBound95: 1e-30 })] }),
    'an unmet gate': makeResult({
      scenarios: [makeScenario({ gates: [{ id: 'completed', met: false, detail: '' }] })],
    }),
    'nothing overlapped': makeResult({
      scenarios: [makeScenario({ overlapped: 0, rateBound95: null })],
    }),
    'no DAX': makeResult({ targets: [makeTarget({ dax: false })] }),
  };
  const [header = '', ...runs] = readFileSync(written(t), 'utf8').trimEnd().split('\n');
  const file = path.join(t.testdir(), 'lying');
  for (const [what, result] of Object.entries(lies)) {
    const lie = JSON.stringify({ ...makeRun(3), result });
    for (const lines of [
      [header, lie, ...runs],
      [header, ...runs, lie],
    ]) {
      writeFileSync(file, `${lines.join('\n')}\n`);
      t.throws(() => readJournal(file), /is damaged in line/, what);
      t.throws(() => Journal.open(file, makeHeader(4), silentLog), /is damaged in line/, what);
    }
  }
});

t.test('a clean run holds what the campaign has ordered', async (t) => {
  const order = {
    ...{ scenarios: ['fault-write-race'], filesystems: ['ext4', 'nfs'], expect: 'dax' },
    ...{ seconds: 10, budgetSeconds: null, attempts: null, untilBound: null },
  };
  const one = { runOptions: { ...order, filesystems: ['ext4'] } };
  t.same(kernelsIn(readJournal(written(t, one))), [2, 0, 1]);
  for (const less of [{}, { filesystems: ['xfs'] }, { expect: 'any', filesystems: ['ext4'] }])
    t.throws(() => readJournal(written(t, { runOptions: { ...order, ...less } })), /is damaged/);
  for (const more of [{ seconds: 600 }, { untilBound: 1e-9 }, { scenarios: ['append-race'] }])
    t.throws(
      () => readJournal(written(t, { runOptions: { ...one.runOptions, ...more } })),
      /is damaged in line 2/,
    );
});

t.test('garbage that is no text neither moves nor hides a record', async (t) => {
  const file = written(t);
  appendFileSync(file, Buffer.from([0xff, 0xfe, 10, 0xff]));
  const journal = Journal.open(file, makeHeader(4), silentLog);
  journal.append(makeRun(3));
  journal.close();
  t.same(kernelsIn(readJournal(file)), [2, 0, 1, 3]);
});

t.test('a journal is set aside, but neither one in use nor another file', async (t) => {
  const file = written(t);
  const journal = Journal.open(file, makeHeader(4), silentLog);
  t.throws(() => setAside(file), /another campaign is writing the journal/);
  journal.close();
  setAside(file);
  t.notOk(existsSync(file));
  t.same(kernelsIn(readJournal(`${file}.old`)), [2, 0, 1]);
  setAside(file);
  writeFileSync(file, 'precious\n');
  t.throws(() => setAside(file), /is not a holerace journal/);
  t.equal(readFileSync(file, 'utf8'), 'precious\n');
  t.throws(() => setAside('/dev/null'), /is no plain file/);
});

t.test('a file that is not a holerace journal is refused, and stays as it is', async (t) => {
  const file = path.join(t.testdir(), 'file');
  const newer = readFileSync(written(t), 'utf8').replace('campaign/1', 'campaign/2');
  for (const [text, message] of [
    ['precious', /is not a holerace journal/],
    ['\0'.repeat(400), /is not a holerace journal/],
    ['{', /is not a holerace journal/],
    ['{\n', /is not a holerace journal/],
    ['precious\nlines\n', /is not a holerace journal/],
    ['{"record":"campaign","schema":"holerace.campaign/1"}\n', /is not a holerace journal/],
    [newer, /is of another version \(holerace.campaign\/2/],
  ] as const) {
    writeFileSync(file, text);
    t.throws(() => Journal.open(file, makeHeader(4), silentLog), message);
    t.equal(readFileSync(file, 'utf8'), text);
  }
});

t.test('a journal of another campaign is refused by what is different', async (t) => {
  const file = written(t);
  const others: [Partial<CampaignHeader>, RegExp][] = [
    [{ holerace: '0.0.9' }, /of holerace 0.1.0/],
    [{ kind: 'bisect' }, /a sweep, not a bisect/],
    [{ kernels: makeHeader(5).kernels }, /its kernels are others/],
    [{ runOptions: { seconds: 11 } }, /other options/],
    [{ shard: { index: 1, count: 2 } }, /its shard is another/],
  ];
  for (const [over, message] of others) {
    t.throws(() => Journal.open(file, makeHeader(4, over), silentLog), message);
  }
});

t.test('two campaigns cannot share a journal, and the lock is gone with its owner', async (t) => {
  const file = written(t);
  const journal = Journal.open(file, makeHeader(4), silentLog);
  t.throws(
    () => Journal.open(file, makeHeader(4), silentLog),
    /another campaign is writing the journal/,
  );
  journal.close();
  // Another process, which is killed with the lock in its hands.
  const program = fileURLToPath(new URL('../../fixtures/campaign.process.js', import.meta.url));
  const fresh = path.join(t.testdir(), 'fresh');
  const child = execa(process.execPath, [program, fresh, `${fresh}.log`, '4000'], {
    reject: false,
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  t.throws(() => Journal.open(fresh, makeHeader(4000), silentLog), /another campaign is writing/);
  child.kill('SIGKILL');
  await child;
  Journal.open(fresh, makeHeader(4000), silentLog).close();
});

t.test('a journal that cannot be written is refused with what to do', async (t) => {
  const folder = t.testdir({ file: '' });
  const open = (file: string) => () =>
    Journal.open(path.join(folder, file), makeHeader(4), silentLog);
  t.throws(open('file/journal'), /cannot be written .*: give another --journal/);
  mkdirSync(path.join(folder, 'folder'));
  t.throws(open('folder'), /cannot be written .*: give another --journal/);
  t.throws(() => Journal.open('/dev/null', makeHeader(4), silentLog), /is no plain file/);
  t.throws(() => readJournal(path.join(folder, 'missing')), /cannot be read .*: check its name/);
});

t.test('a disk that is full loses nothing that was written', async (t) => {
  // A whole disk of 64 KiB, in a mount namespace that is gone with the process.
  const folder = t.testdir({ disk: {} });
  const program = fileURLToPath(new URL('../../fixtures/campaign.process.js', import.meta.url));
  const disk = path.join(folder, 'disk');
  const script =
    'mount -t tmpfs -o size=64k tmpfs "$1"; "$2" "$3" "$1/journal" "$4/log" 200; echo "exit $?"; cp "$1/journal" "$4/kept"';
  const args = ['-m', 'sh', '-c', script, 'sh', disk, process.execPath, program, folder];
  const { stdout, stderr } = await execa('unshare', args, { reject: false });
  t.match(stdout, /exit [1-9]/);
  t.match(stderr, /ENOSPC.*free some space, and give the same command again to go on/);
  const kept = path.join(folder, 'kept');
  const log = readFileSync(path.join(folder, 'log'), 'utf8').split('\n');
  const shown = log.filter((line) => line.startsWith('shown')).length;
  const { runs } = readJournal(kept);
  t.ok(shown > 3, `${shown} runs fitted`);
  t.equal(runs.length, shown, 'all that were shown are there, and no part of another');
  t.equal(readFileSync(kept).at(-1), 10);
  copyFileSync(kept, `${kept}.more`);
  const journal = Journal.open(`${kept}.more`, makeHeader(200), silentLog);
  t.equal(journal.runs.length, shown, 'it can be written on');
  journal.close();
});
