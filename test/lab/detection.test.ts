/** Every lab kernel, booted for real: each claim of detection is held against a kernel that is really broken. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import t, { type Test } from 'tap';
import { type Detection, detectionTable, TABLE_FILE } from '../../scripts/lab/detection-table.js';
import {
  type Expectation,
  type ExpectedComplaint,
  LAB_KERNELS,
  type LabKernel,
} from '../../scripts/lab/kernels.js';
import { packageFile } from '../../scripts/package-file.js';
import { type Result, resultSchema } from '../../src/result/result.js';
import { Exit } from '../../src/result/verdict.js';
import { runCli } from '../fixtures/cli.js';

const SEED = 7;
/** A guest that hangs is given up earlier, by the race itself. */
const TEST_LIMIT_MS = 600_000;

const EXIT = { clean: Exit.CLEAN, stale: Exit.STALE, untested: Exit.UNTESTED };

const detections: Detection[] = [];

for (const kernel of LAB_KERNELS) {
  t.test(kernel.id, { timeout: TEST_LIMIT_MS }, async (t) => {
    const json = path.join(t.testdir(), 'result.json');
    const filesystems = kernel.filesystems.flatMap((filesystem) => ['--fs', filesystem]);
    const scenarios = kernel.scenarios.flatMap((id) => ['--scenario', id]);
    const { exitCode, stderr } = await runCli(
      [
        ...['vm', '--kernel', `lab:${kernel.id}`, ...filesystems, '--json', json],
        ...[...scenarios, '--expect', kernel.mode],
        ...['--seed', `${SEED}`, '--', '--seconds', `${kernel.seconds}`],
      ],
      kernel.filesystems.includes('xfs:exchange') ? { env: await withRecentXfsprogs() } : {},
    );
    const result = resultSchema.parse(JSON.parse(readFileSync(json, 'utf8')));
    detections.push({ kernel, result });
    t.equal(exitCode, EXIT[kernel.expect.verdict], stderr);
    check(t, kernel, result);
  });
}

t.teardown(() => {
  mkdirSync(path.dirname(TABLE_FILE), { recursive: true });
  writeFileSync(TABLE_FILE, detectionTable(detections, SEED));
});

/** Debian 12's mkfs.xfs cannot make what exchanges ranges. */
async function withRecentXfsprogs(): Promise<Record<string, string>> {
  const { stdout } = await execa(packageFile('scripts/lab/xfsprogs'));
  return { PATH: `${stdout}:${process.env.PATH}` };
}

function check(t: Test, kernel: LabKernel, result: Result): void {
  const { expect } = kernel;
  if (expect.verdict === 'untested') t.match(result.reason, expect.reason);
  if (expect.verdict === 'clean') checkClean(t, kernel, result);
  if (expect.verdict === 'stale') checkStale(t, kernel, expect, result);
  if (kernel.complaint !== null) checkComplaint(t, kernel.complaint, result);
  else if (expect.verdict === 'clean') t.same(result.complaints, [], 'its log says nothing');
}

function checkComplaint(t: Test, expect: ExpectedComplaint, { complaints }: Result): void {
  const meant = (complaints ?? []).filter(
    (one) => one.kind === expect.kind && `${one.line} ${one.function}`.includes(expect.words),
  );
  // What comes again and again may come faster than it can be read, and is told as that too.
  const others = (complaints ?? []).filter(
    (one) => !meant.includes(one) && !(expect.again && one.kind === 'flood'),
  );
  t.same(others, [], 'and no others');
  t.not(meant.length, 0, `it complains: ${expect.words}`);
  for (const { scenario, filesystem, times, text } of meant) {
    t.equal(scenario !== null, expect.when === 'scenario', `in ${scenario}`);
    t.ok(filesystem !== null, `on ${filesystem}`);
    t.equal(times > 1, expect.again, `${times} times`);
    t.ok(text.length > 5, 'with its trace');
  }
}

function checkClean(t: Test, kernel: LabKernel, { scenarios, targets }: Result): void {
  t.equal(scenarios.length, kernel.filesystems.length * kernel.scenarios.length);
  t.ok(targets.every(({ dax }) => dax));
  for (const { id, filesystem, verdict, stale } of scenarios) {
    t.match({ verdict, stale }, { verdict: 'clean', stale: 0 }, `${id} on ${filesystem}`);
  }
}

function checkStale(
  t: Test,
  kernel: LabKernel,
  expect: Expectation & { verdict: 'stale' },
  { scenarios }: Result,
): void {
  const meant = scenarios.filter(({ id }) => id === expect.scenario);
  t.equal(meant.length, kernel.filesystems.length);
  const onSome = [
    ...(expect.how === 'some filesystem' ? [expect.scenario] : []),
    ...(expect.also ?? []),
  ];
  for (const one of onSome) {
    const found = scenarios.some(({ id, verdict }) => id === one && verdict === 'stale');
    t.ok(found, `${one} has found it`);
  }
  if (expect.how === 'some filesystem') return;
  for (const { filesystem, verdict, stale, attempts } of meant) {
    t.equal(verdict, 'stale', `${expect.scenario} on ${filesystem} has found it`);
    if (expect.how === 'every attempt') t.equal(stale, attempts, `every attempt on ${filesystem}`);
  }
}
