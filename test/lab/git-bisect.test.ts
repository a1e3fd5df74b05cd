/** `git bisect run holerace vm --build`, over a repository whose commits lead to lab kernels, booted for real. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import t from 'tap';
import { kernelOfLab } from '../../src/kernels/lab.js';
import { makeCommandFolder } from '../fixtures/cli.js';

const TEST_LIMIT_MS = 300_000;
/** Oldest first. The one in the middle, which git tries first, does not build. */
const COMMITS = [
  ...(['unbroken', 'unbroken', 'unbroken', 'no such kernel', 'unbroken'] as const),
  ...(['fault-before-lock', 'fault-before-lock'] as const),
];
const FIRST_BAD = 5;
const NOBODY = { GIT_AUTHOR_NAME: 'n', GIT_AUTHOR_EMAIL: 'n@example.org' };

t.test(
  'the commit that brought the race, past one that does not build',
  { timeout: TEST_LIMIT_MS },
  async (t) => {
    const folder = t.testdir({ repository: {} });
    const cwd = path.join(folder, 'repository');
    const bin = makeCommandFolder(path.join(folder, 'bin'));
    const env = {
      ...NOBODY,
      ...{ GIT_COMMITTER_NAME: 'n', GIT_COMMITTER_EMAIL: 'n@example.org' },
      PATH: `${bin}:${process.env.PATH}`,
    };
    const git = async (...words: string[]) => (await execa('git', words, { cwd, env })).stdout;
    await git('init', '-q');
    for (const id of new Set(COMMITS.filter((one) => !one.includes(' ')))) {
      mkdirSync(path.join(folder, 'images'), { recursive: true });
      const { image } = await kernelOfLab(id);
      await execa('cp', [image, path.join(folder, 'images', id)]);
    }
    const target = 'arch/x86/boot/bzImage';
    writeFileSync(path.join(cwd, '.gitignore'), 'arch\n');
    for (const [commit, id] of COMMITS.entries()) {
      const recipe = `mkdir -p arch/x86/boot && cp "../images/${id}" ${target}`;
      writeFileSync(path.join(cwd, 'Makefile'), `bzImage:\n\t${recipe} # ${commit}\n`);
      await git('add', '-A');
      await git('commit', '-q', '-m', `commit ${commit}`);
    }
    await git('bisect', 'start', 'HEAD', `HEAD~${COMMITS.length - 1}`);
    const words = ['vm', '--build', 'make bzImage', '--kernel', '.', '--seed', '7'];
    const race = ['--scenario', 'fault-write-race', '--', '--seconds', '5'];
    const transcript = await git('bisect', 'run', 'holerace', ...words, ...race);
    t.comment(transcript);
    const log = await git('bisect', 'log');
    t.match(log, new RegExp(`first bad commit: .* commit ${FIRST_BAD}$`, 'm'), transcript);
    t.match(log, /skip: .* commit 3$/m, 'the one that does not build is skipped');
  },
);
