/** The list of lab kernels agrees with the faults on disk. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { bases } from '../../../scripts/lab/bases.js';
import {
  configurationOf,
  FAULTS_FOLDER,
  LAB_KERNELS,
  labKernelOf,
  staleScenarios,
} from '../../../scripts/lab/kernels.js';
import { everywhereScenarioIds, scenarioIds } from '../../../src/scenarios/list.js';

t.test('every fault belongs to a kernel, and says what it undoes', async (t) => {
  const used = new Set(
    LAB_KERNELS.flatMap(({ edits }) => edits.map(({ patch }) => `${patch}.cocci`)),
  );
  t.same(readdirSync(FAULTS_FOLDER).sort(), [...used].sort());
  for (const name of used) {
    const text = readFileSync(path.join(FAULTS_FOLDER, name), 'utf8');
    t.match(text, /^\/\/ .*(Undoes|The half of|Mends)/s, name);
    t.equal(
      text.match(/^@.*@$/gm)?.length,
      2,
      `${name} is one rule: it applies whole or not at all`,
    );
  }
});

t.test('ids are unique, and an unknown one is told with the known', async (t) => {
  const ids = LAB_KERNELS.map(({ id }) => id);
  t.equal(new Set(ids).size, ids.length);
  t.equal(labKernelOf('rare-skip').id, 'rare-skip');
  t.throws(() => labKernelOf('bogus'), {
    name: 'UsageError',
    message: /there is no lab kernel bogus: choose one of unbroken, /,
  });
});

t.test('what is raced on a kernel exists, the scenario meant for its fault among it', async (t) => {
  for (const { id, scenarios, expect } of LAB_KERNELS) {
    t.ok(
      scenarios.every((one) => scenarioIds.includes(one)),
      id,
    );
    for (const meant of staleScenarios(expect)) t.ok(scenarios.includes(meant), `${id}: ${meant}`);
  }
  t.same(
    labKernelOf('unbroken').scenarios,
    [...everywhereScenarioIds, 'neighbour-write-race'],
    'all that can be clean on the one without a fault',
  );
});

/** The mend of the others does not end their fault; another one does (docs/findings.md). */
const HELD_OFF = ['cow-mmap-write-race', 'cow-refused-write-race'];

t.test(
  'every scenario has a fault that it must find, and is clean where that one is mended',
  async (t) => {
    const found = LAB_KERNELS.flatMap(({ expect }) =>
      expect.verdict === 'stale' ? [expect.scenario, ...(expect.also ?? [])] : [],
    );
    const mended = labKernelOf('cow-6.12-mended').scenarios;
    const exclusive = labKernelOf('cow-6.12-exclusive').scenarios;
    for (const id of scenarioIds) {
      t.ok(found.includes(id) || everywhereScenarioIds.includes(id), `${id} has a fault`);
      const clean = HELD_OFF.includes(id) ? exclusive : mended;
      t.ok(clean.includes(id) || everywhereScenarioIds.includes(id), `${id} is clean somewhere`);
    }
    for (const id of HELD_OFF) t.notOk(mended.includes(id), `${id} is stale with that mend`);
  },
);

t.test('a kernel of a base that has no need of some options has all the others', async (t) => {
  const whole = configurationOf(labKernelOf('unbroken'));
  const lacking = configurationOf(labKernelOf('cow-6.12'));
  t.ok(whole.every((line) => /^CONFIG_[A-Z0-9_]+=(y|\d+)$/.test(line)));
  t.same(
    lacking.filter((line) => !whole.includes(line)).sort(),
    bases['6.12'].without.map((name) => `${name}=n`).sort(),
  );
  t.equal(lacking.length, whole.length);
});
