/**
 * Signals at random moments: SIGKILL ends holerace at once, those that interrupt it after its clean-up with their exit
 * code, and one that was stopped goes on. Nothing outlives it, and the same campaign comes to its end behind all of them.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
/** The same of a campaign, side by side with the others: a few of its runs. */
const WITHIN_CAMPAIGN_MS = 4000;
const EARLY_EVERY = 5;

/** Outside of the folders that tap removes: to make it takes longer than a kill. */
const CACHE = path.join(t.testdirName, '..', 'trust-signals-cache');
mkdirSync(CACHE, { recursive: true });

const wait = drawMoments(t);

const KERNELS = ['1-clean', '2-clean', '3-stale-then-panics', '4-stale-then-panics'];
const RACE = ['--accel', 'tcg', '--scenario', 'stale-zero-page', '--fs', 'ext4'];
const RUN = ['--expect', 'any', '--scenario', 'fault-write-race', '--seconds', '1'];
const RANGE = ['--git', 'linux', '--good', 'v1', '--bad', 'v2'];

/** A command in its folder, and of a campaign the journal that it goes on with. */
interface Command {
  readonly args: (folder: string) => readonly string[] | Promise<readonly string[]>;
  readonly journal?: string;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  run: { args: () => ['run', 'target', ...RUN] },
  vm: { args: () => ['vm', '-k', '1-clean', ...RACE] },
  sweep: { args: () => ['sweep', ...KERNELS, ...RACE, '--journal', 'sweep'], journal: 'sweep' },
  bisect: { args: () => ['bisect', ...KERNELS, ...RACE, '--journal', 'bisect'], journal: 'bisect' },
  '--build': {
    args: async (folder) => {
      const [linux, images] = [path.join(folder, 'linux'), path.join(folder, 'images')];
      const { build } = await makeMergedRepository(linux, images);
      return ['bisect', ...RANGE, '--build', build, ...RACE, '--journal', 'builds'];
    },
    journal: 'builds',
  },
};

/** The folder of one command: they run side by side, and share the cache alone. */
function makePlace(folder: string): Place {
  const at = (name: string): string => path.join(folder, name);
  for (const name of KERNELS) writeFileSync(at(name), makeBzImage(`6.1.${name[0]}-fixture`));
  const env = {
    ...{ PATH: `${FIXTURE_BIN}:${process.env.PATH}`, GUEST: 'by-kernel', TMPDIR: at('tmp') },
    ...{ XDG_CACHE_HOME: CACHE, GIT_CEILING_DIRECTORIES: folder },
  };
  return { folder, env, written: [at('tmp'), at('target')] };
}

/** The runs of a journal, as its campaign would find them. */
function runsOf(folder: string, name: string | undefined): readonly string[] {
  const journal = path.join(folder, name ?? '');
  if (name === undefined || !existsSync(journal)) return [];
  if (!readFileSync(journal, 'utf8').includes('\n')) return [];
  return readJournal(journal).runs.map(({ kernel, run }) => `${kernel}.${run}`);
}

/** A random moment of its life. */
async function momentOf(child: Child, kill: number, withinMs: number): Promise<void> {
  if (kill % EARLY_EVERY !== EARLY_EVERY - 1) await firstWord(child);
  await wait(withinMs);
}

// Most of their time they wait for a moment.
t.jobs = Object.keys(COMMANDS).length;
const rows: Record<string, string | number>[] = [];

for (const [name, { args: argsIn, journal }] of Object.entries(COMMANDS)) {
  t.test(name, { buffered: true }, async (t) => {
    const folder = t.testdir({ tmp: {}, target: {} });
    const place = makePlace(folder);
    const args = await argsIn(folder);
    const withinMs = journal === undefined ? WITHIN_MS : WITHIN_CAMPAIGN_MS;
    for (const signal of SIGNALS) {
      let [hit, kept, before] = [0, 0, runsOf(folder, journal)];
      const wrong: string[] = [];
      for (let kill = 0; kill < KILLS; kill++) {
        const killed = await killOne(args, place, signal, (child) =>
          momentOf(child, kill, withinMs),
        );
        if (killed.wasHit) hit++;
        wrong.push(...killed.wrong);
        const runs = runsOf(folder, journal);
        if (before.some((run, index) => runs[index] !== run))
          wrong.push(`${signal}: a run is lost`);
        if (new Set(runs).size !== runs.length) wrong.push(`${signal}: a run is repeated`);
        kept += Math.max(runs.length - before.length, 0);
        before = runs;
        // A campaign that came to its end has no work left to be killed in.
        if (journal !== undefined && killed.cameToEnd) {
          rmSync(path.join(folder, journal), { force: true });
          before = [];
        }
      }
      t.same(wrong, [], signal);
      rows.push({
        command: name,
        signal,
        sent: KILLS,
        'ended by it': hit,
        'runs kept': kept,
      });
    }
    const last = await startCli(args, { cwd: folder, env: place.env });
    t.ok(
      [0, 1].includes(last.exitCode ?? 255),
      `the same command comes to its end: ${last.stderr}`,
    );
    t.same(await leftBehind(place), []);
    t.same(filesLeft(place), [], 'and clears what those that were killed have left');
  });
}

t.teardown(() => {
  // They ran side by side.
  const names = Object.keys(COMMANDS);
  rows.sort((one, other) => names.indexOf(`${one.command}`) - names.indexOf(`${other.command}`));
  leaveCounts('signals', 'signals', rows);
});
