import t from 'tap';
import {
  isPlantable,
  missedOf,
  type Planted,
  placeOf,
  plantedOf,
} from '../../src/control/planted.js';
import { fileBytes } from '../../src/race/places/arena.js';
import type { ScenarioResult } from '../../src/result/result.js';
import { scenarios } from '../../src/scenarios/list.js';
import { makeEvidence, makeScenario } from '../fixtures/results.js';

const all = plantedOf(scenarios);

/** A result that reports just what was planted, but for a change. */
function found(
  { scenario, step, attempts, seed }: Planted,
  over: Partial<ScenarioResult> = {},
): ScenarioResult {
  const evidence = Array.from({ length: attempts }, (_, hole) =>
    makeEvidence({ fileOffset: placeOf(step, hole, seed) }),
  );
  return makeScenario({ id: scenario.id, verdict: 'stale', stale: attempts, evidence, ...over });
}

t.test('every step that can be planted is, and all of it can be kept', async (t) => {
  t.same(
    all.map(({ step }) => step),
    scenarios.flatMap(({ steps }) => steps.filter(isPlantable)),
  );
  const without = scenarios.flatMap(({ steps }) => steps.filter((step) => !isPlantable(step)));
  t.same(
    [...new Set(without.map(({ place, change }) => `${change} ${place}`))],
    [
      ...['direct-write sparse', 'write-beside-store sparse', 'clone-range sparse'],
      ...['direct-overwrite old-data', 'overwrite shared', 'direct-overwrite shared'],
      ...['store sparse', 'store-over shared', 'overwrite-beside-store shared'],
      ...['short-write shared', 'refused-write-beside-store shared', 'write near-cow'],
      ...['zero-range written', 'unshare shared', 'collapse-range before-data'],
      ...['insert-range moving', 'clone-over old-data', 'dedupe twin', 'exchange-range old-data'],
    ],
  );
  t.ok(
    all.every(({ scenario, step }) => scenario.steps.length === 1 && scenario.steps[0] === step),
  );
  t.ok(all.every(({ attempts, step }) => attempts > 0 && attempts <= Math.min(step.places, 64)));
  t.ok(all.every((planted) => planted.fileBytes === fileBytes(planted.step)));
});

t.test('all that was planted and reported is not missed', async (t) => {
  t.same(
    all.map((planted) => missedOf(planted, found(planted))),
    all.map(() => null),
  );
});

t.test('a count that is wrong, either way', async (t) => {
  for (const planted of all) {
    const { attempts } = planted;
    for (const stale of [0, attempts - 1, attempts + 1]) {
      t.equal(
        missedOf(planted, found(planted, { stale })),
        `${stale} of ${attempts} planted stale reads were reported`,
      );
    }
  }
});

t.test('an offset that is wrong, or missing', async (t) => {
  for (const planted of all) {
    const { evidence } = found(planted);
    const shifted = evidence.map((one) => ({ ...one, fileOffset: one.fileOffset + 16 }));
    const last = placeOf(planted.step, planted.attempts - 1, planted.seed);
    t.match(missedOf(planted, found(planted, { evidence: shifted })), /was reported elsewhere$/);
    t.equal(
      missedOf(planted, found(planted, { evidence: evidence.slice(0, -1) })),
      `the stale read at offset ${last} was reported elsewhere`,
    );
  }
});
