/** A guest that lies: nothing that it says makes its verdict better than what it has earned, and its result can be read again. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { readJournalText } from '../../src/campaign/journal/text.js';
import { readReport } from '../../src/campaign/read-report.js';
import type { Result } from '../../src/result/result.js';
import { GuestRace } from '../../src/vm/guest-race.js';
import type { VmOptions } from '../../src/vm/options.js';
import type { Machine } from '../../src/vm/qemu/machine.js';
import { makeHeader, silentLog } from '../fixtures/campaign.js';
import { earned, wrongVerdict } from '../fixtures/hostile/honest-judge.js';
import {
  FILESYSTEMS,
  HONEST,
  lyingStream,
  SCENARIOS,
  SECONDS,
  TOKEN,
} from '../fixtures/hostile/lies.js';
import { holdReader } from '../fixtures/hostile/readers.js';

const folder = t.testdir({ cache: {} });
process.env.XDG_CACHE_HOME = path.join(folder, 'cache');
const consoleLog = path.join(folder, 'console.log');
mkdirSync(folder, { recursive: true });
writeFileSync(consoleLog, '[    0.000000] Linux version 6.1.0-fixture\n');

const machine: Machine = {
  ...{ accel: 'tcg', cpus: 2, image: 'bzImage', initramfs: 'initramfs.cpio', consoleLog },
  ...{ disk: null, kernelParameters: [], added: { append: null, qemuArgs: [] }, memory: [] },
};

const options: VmOptions = {
  kernel: {
    ...{ image: 'bzImage', release: '6.1.0-fixture', source: 'bzImage' },
    ...{ config: null, modulesRoot: null },
  } as VmOptions['kernel'],
  plan: {
    ...{ scenarios: SCENARIOS, seconds: SECONDS, budgetSeconds: null, attempts: null },
    ...{ untilBound: null, seed: 7, expect: 'dax', strategies: null, evidenceLimit: 16 },
  },
  filesystems: FILESYSTEMS,
  ...{ pmem: 'memmap', cpus: 2, memoryMib: 768, pmemMib: 256, accel: 'tcg' },
  ...{ append: null, qemuArgs: null, timeoutSeconds: 600, again: 'holerace vm' },
  ...{ signal: new AbortController().signal, log: silentLog, sink: () => undefined },
};

/** What comes of a guest that says these lines, and goes. */
async function resultOf(lines: readonly string[]): Promise<Result> {
  const race = new GuestRace({ options, machine, token: TOKEN, racesBefore: 0, staysUp: false });
  for (const line of lines) race.push(`${line}\n`);
  const ended = Promise.resolve({ failed: false, flooded: false, said: '' });
  const guest = { ended, say: () => undefined, kill: () => undefined };
  return (await race.follow(guest)).result;
}

/** What is wrong with a result as a file and in a journal, null where nothing is. */
function wrongWhenSaved(result: Result): string | null {
  const saved = Buffer.from(JSON.stringify(result));
  const read = readReport([{ name: 'saved', bytes: saved }], () => undefined);
  if (read.results[0]?.verdict !== result.verdict) return 'another verdict, when it is read again';
  const { verdict } = result;
  const runOptions = {
    ...{
      expect: 'dax',
      scenarios: [...SCENARIOS],
      filesystems: [...FILESYSTEMS],
      seconds: SECONDS,
    },
    ...{ budgetSeconds: null, attempts: null, untilBound: null },
  };
  const run = {
    ...{
      record: 'run',
      kernel: 0,
      run: 1,
      startedAt: result.startedAt,
      seconds: 1,
      verdict,
      result,
    },
  };
  const journal = [makeHeader(1, { runOptions }), run].map((one) => `${JSON.stringify(one)}\n`);
  return readJournalText(Buffer.from(journal.join('')), 'journal').runs.length === 1
    ? null
    : 'the journal has no such run';
}

t.test('an honest guest is clean', async (t) => {
  const lines = HONEST.map((record) => JSON.stringify(record));
  t.same(earned(lines), { mustBeStale: false, mayBeClean: true });
  const result = await resultOf(lines);
  t.equal(result.verdict, 'clean', result.reason ?? '');
  t.equal(wrongWhenSaved(result), null);
});

t.test('lies', async (t) => {
  const verdicts = { clean: 0, stale: 0, untested: 0 };
  await holdReader(t, 'streams of a lying guest', lyingStream, async (lines) => {
    const result = await resultOf(lines);
    verdicts[result.verdict]++;
    const wrong = wrongVerdict(result.verdict, earned(lines));
    return wrong ?? wrongWhenSaved(result);
  });
  t.comment(JSON.stringify(verdicts));
});
