import t from 'tap';
import { MAP_LIMIT_BYTES } from '../../src/native/mmap.js';
import { fileBytes } from '../../src/race/arena.js';
import { scenarioIds, scenarioOf, scenarios } from '../../src/scenarios/list.js';

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
    t.ok(steps.every((step) => step.holes > 0 && fileBytes(step) <= MAP_LIMIT_BYTES));
  }
});
