/** The kinds of places on a real file: each is proved by extents, and none is taken for another. */
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { PAGE_BYTES } from '../../../src/native/page-sizes.js';
import { CHANGES } from '../../../src/race/changes/list.js';
import { isOfHugeData } from '../../../src/race/huge-data.js';
import { ARENA_OFFSET_BYTES, arenaBytes, placeBytes } from '../../../src/race/places/arena.js';
import { PLACES } from '../../../src/race/places/list.js';
import { ExtentsProof } from '../../../src/race/places/proof.js';
import { roundMaker } from '../../../src/race/places/round.js';
import { scenarios } from '../../../src/scenarios/list.js';
import type { Step } from '../../../src/scenarios/scenario.js';

const STAMP = 7;

/** The kinds that begin on data, in whichever blocks of their own. */
const WITH_DATA = new Set(['written', 'alternating', 'old-data', 'twin', 'before-data', 'moving']);

/** A step of each scenario, but shorter. */
const steps: readonly Step[] = scenarios
  .flatMap((scenario) => scenario.steps)
  .map((step) => ({ ...step, places: Math.min(step.places, 6) }));

t.test('the proof by extents misses nothing', async (t) => {
  for (const step of steps.filter(({ place }) => place !== 'sparse')) {
    const file = path.join(t.testdir(), `${step.place}-${step.change}`);
    writeFileSync(file, '');
    const fd = openSync(file, 'r+');
    t.teardown(() => closeSync(fd));
    const { rule } = CHANGES[step.change];
    // Holes where data should be, data where holes should be.
    const other: Step = {
      ...step,
      place: WITH_DATA.has(step.place) ? 'sparse' : 'written',
    };
    roundMaker(PLACES[other.place], { fd, shape: other, aim: rule })(STAMP);
    const extents = new ExtentsProof(PLACES[step.place], { fd, shape: step, aim: rule });
    extents.begin(STAMP);
    t.notOk(extents.end(STAMP, 0), `${step.place} places that are ${other.place}`);
  }
  const [step] = steps.filter(({ change }) => change === 'punch');
  if (step === undefined) throw new Error('there is no punch');
  const file = path.join(t.testdir(), 'not-punched');
  writeFileSync(file, '');
  const fd = openSync(file, 'r+');
  t.teardown(() => closeSync(fd));
  const { rule } = CHANGES.punch;
  roundMaker(PLACES[step.place], { fd, shape: step, aim: rule })(STAMP);
  const extents = new ExtentsProof(PLACES[step.place], { fd, shape: step, aim: rule });
  extents.begin(STAMP);
  t.notOk(extents.end(STAMP, 1), 'a change that changed nothing');
});

t.test(
  'where faults are to map 2 MiB of data, all of it is there and holds one byte',
  async (t) => {
    for (const step of steps.filter(isOfHugeData).filter(({ place }) => !PLACES[place].hasOwner)) {
      const file = path.join(t.testdir(), step.place);
      writeFileSync(file, '');
      const fd = openSync(file, 'r+');
      t.teardown(() => closeSync(fd));
      const { rule } = CHANGES[step.change];
      roundMaker(PLACES[step.place], { fd, shape: step, aim: rule })(STAMP);
      const bytes = readFileSync(file).subarray(ARENA_OFFSET_BYTES);
      t.equal(bytes.length, arenaBytes(step));
      const before = rule.before(STAMP);
      let others = 0;
      for (let at = 0; at < bytes.length; at += PAGE_BYTES / 2) if (bytes[at] !== before) others++;
      t.equal(others, 0, `${step.change} on ${step.place}`);
    }
  },
);

t.test('places of one round are apart, and lie in the arena', async (t) => {
  for (const step of steps) {
    const { rule } = CHANGES[step.change];
    for (const stamp of [1, 100, 255]) {
      const places = Array.from({ length: step.places }, (_, index) =>
        placeBytes(step, index, stamp, rule.backwards),
      );
      t.equal(new Set(places).size, step.places);
      t.ok(places.every((place) => place % PAGE_BYTES === 0));
      t.ok(places.every((place) => place + rule.checkedBytes <= arenaBytes(step)));
    }
  }
});
