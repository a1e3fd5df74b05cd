/**
 * Signals at random moments: SIGKILL ends holerace at once, those that interrupt it after its clean-up with their exit
 * code, and one that was stopped goes on. Nothing outlives it, and the same campaign comes to its end behind all of them.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import t from 'tap';
import { readJournal } from '../../src/campaign/journal/journal.js';
import { makeBzImage } from '../fixtures/bzimage.js';
import { FIXTURE_BIN, startCli } from '../fixtures/cli.js';
import { leaveCounts } from '../fixtures/hostile/counts.js';
import { KILLS } from '../fixtures/hostile/settings.js';
import { processesBelow } from '../fixtures/processes.js';
import { makeMergedRepository } from '../fixtures/repositories.js';

/** Signals that end it after its clean-up. */
const INTERRUPTING = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const;
/** A moment within this time from its first word; one kill of five comes before that. */
const WITHIN_MS = 1200;
const EARLY_EVERY = 5;
/** As long a holerace is stopped that is to go on. */
const STOPPED_MS = 50;
/** What a killed one has left running ends by itself within this time. */
const END_LIMIT_MS = 30_000;
const LOOK_EVERY_MS = 20;

/** Of the moments: HOLERACE_SEED draws the same again. */
const seed = Number(process.env.HOLERACE_SEED || Date.now() % 2 ** 31);
const moments = xoroshiro128plus(seed);
t.comment(`HOLERACE_SEED=${seed}`);

const folder = t.testdir({ tmp: {}, target: {} });
const at = (...names: string[]): string => path.join(folder, ...names);
const cache = path.join(t.testdirName, '..', 'trust-signals-cache');
mkdirSync(cache, { recursive: true });
const kernels = ['1-clean', '2-clean', '3-stale-then-panics', '4-stale-then-panics'];
for (const name of kernels) writeFileSync(at(name), makeBzImage(`6.1.${name[0]}-fixture`));
const repository = await makeMergedRepository(at('linux'), at('images'));

const race = ['--accel', 'tcg', '--scenario', 'stale-zero-page', '--fs', 'ext4'];
const env = {
  ...{ PATH: `${FIXTURE_BIN}:${process.env.PATH}`, GUEST: 'by-kernel', TMPDIR: at('tmp') },
  ...{ XDG_CACHE_HOME: cache, GIT_CEILING_DIRECTORIES: folder },
};
const range = ['--git', 'linux', '--good', 'v1', '--bad', 'v2', '--build', repository.build];

/** The commands, and of campaigns the journal that they go on with. */
const COMMANDS: Readonly<Record<string, { args: readonly string[]; journal?: string }>> = {
  run: {
    args: ['run', 'target', '--expect', 'any', '--scenario', 'fault-write-race', '--seconds', '1'],
  },
  vm: { args: ['vm', '-k', '1-clean', ...race] },
  sweep: { args: ['sweep', ...kernels, ...race, '--journal', 'sweep'], journal: 'sweep' },
  bisect: { args: ['bisect', ...kernels, ...race, '--journal', 'bisect'], journal: 'bisect' },
  '--build': { args: ['bisect', ...range, ...race, '--journal', 'builds'], journal: 'builds' },
};

/** The runs of a journal, as its campaign would find them. */
function runsOf(journal: string | undefined): readonly string[] {
  if (journal === undefined || !existsSync(at(journal))) return [];
  if (!readFileSync(at(journal), 'utf8').includes('\n')) return [];
  return readJournal(at(journal)).runs.map(({ kernel, run }) => `${kernel}.${run}`);
}

/** Waits for a random moment of its life. */
async function momentOf(child: ReturnType<typeof startCli>, kill: number): Promise<void> {
  if (kill % EARLY_EVERY !== EARLY_EVERY - 1) {
    const spoke = new Promise((resolve) => child.stderr.once('data', resolve));
    await Promise.race([spoke, child]);
  }
  await delay(uniformFloat64(moments) * WITHIN_MS);
}

/** Until nothing is there any more that names the folder. */
async function leftBehind(): Promise<string[]> {
  for (let waitedMs = 0; waitedMs < END_LIMIT_MS; waitedMs += LOOK_EVERY_MS) {
    if (processesBelow(folder).length === 0) return [];
    await delay(LOOK_EVERY_MS);
  }
  return processesBelow(folder);
}

/** What is left in the folders that holerace writes to: everything is the finding of a run, or is cleared by the next. */
function filesLeft(): string[] {
  return [...readdirSync(at('tmp')), ...readdirSync(at('target'))];
}

const rows: Record<string, string | number>[] = [];

for (const [name, { args, journal }] of Object.entries(COMMANDS)) {
  t.test(name, async (t) => {
    const options = { cwd: folder, env };
    for (const signal of ['SIGKILL', ...INTERRUPTING, 'SIGSTOP'] as const) {
      const number = os.constants.signals[signal];
      let [hit, before] = [0, runsOf(journal)];
      const wrong: string[] = [];
      for (let kill = 0; kill < KILLS; kill++) {
        const child = startCli(args, options);
        await momentOf(child, kill);
        child.kill(signal);
        if (signal === 'SIGSTOP') {
          await delay(STOPPED_MS);
          child.kill('SIGCONT');
        }
        const ended = await child;
        const wasHit =
          signal === 'SIGKILL' ? ended.signal === signal : ended.exitCode === 128 + number;
        if (wasHit) hit++;
        // Before Node.js has taken the signal over, it ends holerace as any process.
        const isOther = !wasHit && ended.exitCode === undefined && ended.signal !== signal;
        const mayBe = [0, 1, 125, 128 + number];
        if (isOther || (ended.exitCode !== undefined && !mayBe.includes(ended.exitCode)))
          wrong.push(`${signal}: ${ended.exitCode} ${ended.signal} ${ended.stderr}`);
        if (/^ *at .*:\d+/m.test(ended.stderr)) wrong.push(`${signal}: a stack: ${ended.stderr}`);
        wrong.push(...(await leftBehind()).map((pid) => `${signal}: process ${pid} is left`));
        const early = ended.exitCode === undefined;
        if (!early) wrong.push(...filesLeft().map((file) => `${signal}: ${file} is left`));
        const runs = runsOf(journal);
        if (before.some((run, index) => runs[index] !== run))
          wrong.push(`${signal}: a run is lost`);
        if (new Set(runs).size !== runs.length) wrong.push(`${signal}: a run is repeated`);
        before = runs;
      }
      t.same(wrong, [], signal);
      rows.push({
        command: name,
        signal,
        sent: KILLS,
        'ended by it': hit,
        'runs kept': before.length,
      });
    }
    const last = await startCli(args, options);
    t.ok(
      [0, 1].includes(last.exitCode ?? 255),
      `the same command comes to its end: ${last.stderr}`,
    );
    t.same(await leftBehind(), []);
    t.same(filesLeft(), [], 'and clears what those that were killed have left');
  });
}

t.teardown(() => leaveCounts('signals', 'signals', rows));
