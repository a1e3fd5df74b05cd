import { readFileSync } from 'node:fs';
import t from 'tap';
import { packageFile } from '../../scripts/package-file.js';
import { MAP_LIMIT_BYTES } from '../../src/native/mmap.js';
import { fileBytes } from '../../src/race/places/arena.js';
import {
  everywhereScenarioIds,
  scenarioIds,
  scenarioOf,
  scenarios,
} from '../../src/scenarios/list.js';

t.test('ids are unique, and find their scenario', async (t) => {
  t.equal(new Set(scenarioIds).size, scenarios.length);
  t.same(scenarioIds.map(scenarioOf), scenarios);
  t.same(
    scenarioIds.filter((id) => !/^[a-z]+(?:-[a-z0-9]+)*$/.test(id)),
    [],
  );
});

t.test('what is no id is refused by its name', async (t) => {
  t.throws(() => scenarioOf('nix'), new RangeError('there is no scenario nix'));
  t.throws(() => scenarioOf('constructor'), RangeError);
});

t.test('each says what it guards, and fits into one mapping', async (t) => {
  for (const { id, summary, commits, steps } of scenarios) {
    t.ok(summary.length > 0 && commits.length > 0 && steps.length > 0, id);
    t.ok(commits.every((commit) => /^[0-9a-f]{12}$/.test(commit)));
    t.ok(steps.every((step) => step.places > 0 && fileBytes(step) <= MAP_LIMIT_BYTES));
  }
});

t.test(
  'what only some filesystems can do says so, and those of all filesystems are the others',
  async (t) => {
    const shares: readonly string[] = ['shared', 'twin'];
    for (const { id, steps, onlyOnSome } of scenarios)
      if (steps.some(({ place }) => shares.includes(place))) t.ok(onlyOnSome, id);
    const some = scenarioIds.filter((id) => !everywhereScenarioIds.includes(id));
    t.same(some, scenarioIds.slice(scenarioIds.indexOf('overwrite-race') + 1));
  },
);

t.test('the documentation draws each of them, in their order', async (t) => {
  const text = readFileSync(packageFile('docs/scenarios.md'), 'utf8');
  const sections = text.split(/^## /m).slice(1);
  const titled = sections.filter((section) => section.includes('```text\nreader'));
  t.same(
    titled.map((section) => section.split('\n')[0]),
    scenarioIds,
  );
});
