/**
 * Signals at random moments: SIGKILL ends holerace at once, those that interrupt it after its clean-up with their exit
 * code, and one that was stopped goes on. Nothing outlives it, and the same campaign comes to its end behind all of them.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { readJournal } from '../../src/campaign/journal/journal.js';
import { makeBzImage } from '../fixtures/bzimage.js';
import { FIXTURE_BIN, startCli } from '../fixtures/cli.js';
import { leaveCounts } from '../fixtures/hostile/counts.js';
import {
  type Child,
  drawMoments,
  filesLeft,
  firstWord,
  killOne,
  leftBehind,
  type Place,
  SIGNALS,
} from '../fixtures/hostile/kills.js';
import { KILLS } from '../fixtures/hostile/settings.js';
import { makeMergedRepository } from '../fixtures/repositories.js';

/** A moment within this time from its first word; one kill of five comes before that. */
const WITHIN_MS = 1200;
const EARLY_EVERY = 5;

const wait = drawMoments(t);

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
const place: Place = { folder, env, written: [at('tmp'), at('target')] };
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

/** A random moment of its life. */
async function momentOf(child: Child, kill: number): Promise<void> {
  if (kill % EARLY_EVERY !== EARLY_EVERY - 1) await firstWord(child);
  await wait(WITHIN_MS);
}

const rows: Record<string, string | number>[] = [];

for (const [name, { args, journal }] of Object.entries(COMMANDS)) {
  t.test(name, async (t) => {
    for (const signal of SIGNALS) {
      let [hit, before] = [0, runsOf(journal)];
      const wrong: string[] = [];
      for (let kill = 0; kill < KILLS; kill++) {
        const killed = await killOne(args, place, signal, (child) => momentOf(child, kill));
        if (killed.wasHit) hit++;
        wrong.push(...killed.wrong);
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
    const last = await startCli(args, { cwd: folder, env });
    t.ok(
      [0, 1].includes(last.exitCode ?? 255),
      `the same command comes to its end: ${last.stderr}`,
    );
    t.same(await leftBehind(place), []);
    t.same(filesLeft(place), [], 'and clears what those that were killed have left');
  });
}

t.teardown(() => leaveCounts('signals', 'signals', rows));
