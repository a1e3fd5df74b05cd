import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { clearDraftsOf, draftOf } from '../../../src/cli/output/draft.js';
import { checkFile, writeFile } from '../../../src/cli/output/write-file.js';
import { deadMark } from '../../fixtures/dead-mark.js';

/** Longer ago than any file takes to be written. */
const ABANDONED_S = 61;

function abandon(file: string): void {
  const then = Date.now() / 1000 - ABANDONED_S;
  utimesSync(file, then, then);
}

t.test(
  'what a killed one has left of the same file is cleared by the next, and nothing else',
  async (t) => {
    const dead = await deadMark();
    const folder = t.testdir();
    const at = (name: string): string => path.join(folder, name);
    const target = at('result (1).json');
    const left = `${target}.draft-${dead}`;
    const kept = {
      'the draft of one that lives': draftOf(target),
      'the draft of another file': at(`other.json.draft-${dead}`),
      'a file whose name goes on': `${left}.txt`,
      'the name of something else': `${target}.draft-12`,
    };
    for (const file of [left, ...Object.values(kept)]) {
      writeFileSync(file, 'half');
      abandon(file);
    }
    clearDraftsOf(target);
    t.notOk(existsSync(left));
    for (const [why, file] of Object.entries(kept)) t.ok(existsSync(file), why);
  },
);

t.test('one that may still be written elsewhere is left alone, and so is a folder', async (t) => {
  const dead = await deadMark();
  const folder = t.testdir();
  const target = path.join(folder, 'result.json');
  writeFileSync(`${target}.draft-${dead}`, 'half');
  clearDraftsOf(target);
  t.ok(existsSync(`${target}.draft-${dead}`));
  const below = path.join(folder, `x.draft-${dead}`);
  mkdirSync(below);
  abandon(below);
  clearDraftsOf(path.join(folder, 'x'));
  t.ok(existsSync(below));
});

t.test('a file that is written clears before', async (t) => {
  const folder = t.testdir();
  const file = path.join(folder, 'result.json');
  const left = `${file}.draft-${await deadMark()}`;
  writeFileSync(left, 'half');
  abandon(left);
  checkFile(file);
  await writeFile(file, 'whole');
  t.same(readdirSync(folder), ['result.json']);
});
