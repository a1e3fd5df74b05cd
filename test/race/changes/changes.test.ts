/** Each change on a real file: what it leaves is what its rule says, in the file and in a mapping. */
import { closeSync, openSync, readSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { unmap } from '../../../src/native/libc.js';
import { mapShared } from '../../../src/native/mmap.js';
import { CHANGES } from '../../../src/race/changes/list.js';
import { lackedBy } from '../../../src/race/lacking.js';
import { judgeRacingLoad, Load, NO_PAGE } from '../../../src/race/oracle/oracle.js';
import { ARENA_OFFSET_BYTES, arenaBytes, placeBytes } from '../../../src/race/places/arena.js';
import { Holes } from '../../../src/race/places/holes.js';
import { ExtentsProof } from '../../../src/race/places/proof.js';
import { scenarios } from '../../../src/scenarios/list.js';
import { PAGE_BYTES, type Step } from '../../../src/scenarios/scenario.js';

const STAMP = 7;

/** One of each kind of hole and change: a step of each scenario, but shorter. */
const steps: readonly Step[] = scenarios
  .flatMap((scenario) => scenario.steps)
  .map((step) => ({ ...step, places: Math.min(step.places, 6) }));

for (const step of steps) {
  t.test(
    `${step.change} on ${step.place} places, ${step.pageBytes} bytes, ${step.meeting}`,
    async (t) => {
      const file = path.join(t.testdir(), 'file');
      writeFileSync(file, '');
      const lacking = lackedBy(file, step);
      if (lacking !== null) {
        t.ok(CHANGES[step.change].onlyOnSome, lacking);
        return;
      }
      const fd = openSync(file, 'r+');
      const { rule, performer } = CHANGES[step.change];
      const change = performer({ fd, path: file, step });
      const extents = new ExtentsProof(fd, step, rule);
      t.teardown(() => {
        change.end?.();
        closeSync(fd);
      });
      new Holes(fd, step, rule).make(STAMP);
      extents.begin(STAMP);
      change.beginRound(STAMP);
      const read = (at: number, length: number): Buffer => {
        const bytes = Buffer.alloc(length);
        return bytes.subarray(0, readSync(fd, bytes, 0, length, ARENA_OFFSET_BYTES + at));
      };
      const expected = Buffer.alloc(rule.checkedBytes);
      rule.expect(expected, STAMP);
      for (let index = 0; index < step.places; index++) {
        const place = placeBytes(step, index, STAMP, rule.backwards);
        const load = place + rule.loadOffsetBytes(index);
        const outcome = (): number =>
          judgeRacingLoad(read(load, 1)[0] ?? NO_PAGE, rule.before(STAMP), rule.after(STAMP));
        t.equal(outcome(), Load.EARLY, 'before it');
        change.ready(index, ARENA_OFFSET_BYTES + place);
        change.perform();
        t.equal(outcome(), Load.LATE, 'behind it');
        rule.number(expected, index);
        const left = read(place, expected.length);
        // The reader's part, which is in its mapping alone.
        if (rule.storeOffsetBytes !== null) left[rule.storeOffsetBytes] = STAMP;
        t.ok(left.equals(expected), `the place of attempt ${index + 1}`);
      }
      t.ok(extents.end(STAMP, step.places), 'the extents are as declared, before and after');
      const mapping = mapShared(fd, ARENA_OFFSET_BYTES, arenaBytes(step));
      t.ok(mapping.equals(read(0, mapping.length)), 'the mapping shows the same');
      unmap(mapping);
    },
  );
}

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
      place: step.place === 'written' || step.place === 'alternating' ? 'sparse' : 'written',
    };
    new Holes(fd, other, rule).make(STAMP);
    const extents = new ExtentsProof(fd, step, rule);
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
  new Holes(fd, step, rule).make(STAMP);
  const extents = new ExtentsProof(fd, step, rule);
  extents.begin(STAMP);
  t.notOk(extents.end(STAMP, 1), 'a change that changed nothing');
});

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
