import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { KernelLogListener } from '../../src/kernel-log/listener.js';
import { ResultBuilder } from '../../src/result/builder/result-builder.js';
import type { Complaint } from '../../src/result/complaint.js';
import { COMPLAINTS_CEILING } from '../../src/result/limits.js';
import { type RaceRecord, recordSchema } from '../../src/result/records.js';
import { makeContext, makeScenario, makeTarget } from '../fixtures/results.js';

/** A plain file stands in for the log: what is appended to it comes later. */
class PlayedLog {
  readonly file: string;
  readonly records: RaceRecord[] = [];
  #number = 0;

  constructor(folder: string) {
    this.file = path.join(folder, 'kmsg');
    writeFileSync(this.file, '');
  }

  say(...lines: readonly string[]): void {
    const records = lines.map((line) => `4,${this.#number++},41200010,-;${line}\n`);
    appendFileSync(this.file, records.join(''));
  }

  warn(where: string): void {
    this.say(
      '------------[ cut here ]------------',
      `WARNING: CPU: 1 PID: ${this.#number} at ${where}+0x1/0x2`,
      'Call Trace:',
      ' <TASK>',
      '---[ end trace 0000000000000000 ]---',
    );
  }

  listen(): KernelLogListener {
    const listener = KernelLogListener.begin(this.file, (record) => this.records.push(record));
    if (typeof listener === 'string') throw new Error(listener);
    return listener;
  }

  /** What a result would hold of it, through the schema as it comes out of a guest. */
  get complaints(): Complaint[] | null {
    const builder = new ResultBuilder(makeContext());
    for (const record of this.records) {
      builder.add(recordSchema.parse(JSON.parse(JSON.stringify(record))));
    }
    return builder.complaints;
  }
}

const racing = (scenario: string): RaceRecord => ({
  ...{ record: 'racing', scenario, filesystem: 'ext4' },
});

t.test('what the log held before the race is not of it', async (t) => {
  const log = new PlayedLog(t.testdir());
  log.warn('fs/dax.c:1 before');
  log.say('------------[ cut here ]------------');
  const listener = log.listen();
  // The end of a trace whose beginning was before.
  log.say('Call Trace:', ' <TASK>', '---[ end trace 0000000000000000 ]---');
  listener.end();
  t.same(log.complaints, []);
});

t.test(
  'a complaint is of the scenario in which it came, and counted where it comes again',
  async (t) => {
    const log = new PlayedLog(t.testdir());
    const listener = log.listen();
    listener.at('ext4');
    log.warn('fs/super.c:1 at_mount');
    listener.follow({ record: 'target', target: makeTarget() });
    listener.follow(racing('one'));
    log.warn('fs/dax.c:1 in_one');
    log.warn('fs/dax.c:1 in_one');
    listener.follow({ record: 'scenario', scenario: makeScenario({ id: 'one' }) });
    listener.follow(racing('two'));
    log.warn('fs/dax.c:1 in_one');
    listener.follow({ record: 'scenario', scenario: makeScenario({ id: 'two' }) });
    log.say('mm/pgtable-generic.c:50: bad pmd 0000(1)', 'mm/pgtable-generic.c:50: bad pmd 0000(2)');
    listener.end();
    const told = log.complaints?.map(({ scenario, filesystem, times, ...one }) => [
      ...[one.function ?? one.line, scenario, filesystem, times],
    ]);
    t.same(told, [
      ['at_mount', null, 'ext4', 1],
      ['in_one', 'one', 'ext4', 2],
      ['in_one', 'two', 'ext4', 1],
      ['mm/pgtable-generic.c:50: bad pmd 0000(1)', null, 'ext4', 2],
    ]);
  },
);

t.test('a race that is stuck tells what the kernel said until then', async (t) => {
  const log = new PlayedLog(t.testdir());
  const listener = log.listen();
  listener.follow(racing('one'));
  log.say('INFO: task node:91 blocked for more than 120 seconds.', ' <TASK>');
  listener.follow({ record: 'stuck', reason: 'a worker is stuck' });
  t.equal(log.complaints?.[0]?.kind, 'hung-task');
  listener.end();
});

t.test('a log that is flooded fills no result', async (t) => {
  const log = new PlayedLog(t.testdir());
  const listener = log.listen();
  listener.follow(racing('one'));
  for (let n = 0; n < 400; n++) log.warn(`fs/dax.c:${n} function_${n}`);
  for (let n = 0; n < 400; n++) log.say(`BUG: ${'x'.repeat(2000)}`, ...Array(300).fill(' line'));
  listener.follow({ record: 'scenario', scenario: makeScenario({ id: 'one' }) });
  listener.end();
  const complaints = log.complaints ?? [];
  t.equal(complaints.length, COMPLAINTS_CEILING);
  const flood = complaints.find(({ kind }) => kind === 'flood');
  t.match(flood?.line, /more complaints came than are kept/);
  t.equal(flood?.times, 400 + 400 - (COMPLAINTS_CEILING - 1));
  t.ok(log.records.length < 3 * COMPLAINTS_CEILING, 'nor the channel');
});

t.test('whatever a log holds, its complaints pass the schema of a guest', async (t) => {
  const words = fc.constantFrom(
    ...['------------[ cut here ]------------', '='.repeat(66), 'BUG: KASAN: x in y', 'WARNING: z'],
    ...['Call Trace:', ' <TASK>', '---[ end trace 0 ]---', 'BUG: Bad page state', 'Oops: 0000'],
  );
  const line = fc.oneof(words, fc.string({ unit: 'binary', maxLength: 900 }));
  const folder = t.testdir();
  fc.assert(
    fc.property(fc.array(line, { maxLength: 200 }), (lines) => {
      const log = new PlayedLog(folder);
      const listener = log.listen();
      log.say(...lines.map((one) => one.replaceAll('\n', ' ')));
      listener.end();
      return Array.isArray(log.complaints);
    }),
    { numRuns: 40 },
  );
});

t.test('a log that cannot be read', async (t) => {
  const why = KernelLogListener.begin(path.join(t.testdir(), 'missing'), () => undefined);
  t.match(why, /ENOENT/);
});
