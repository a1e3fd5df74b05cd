/** Each change on a real file: what it leaves is what its rule says, in the file and in a mapping. */
import { closeSync, openSync, readSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { unmap } from '../../../src/native/libc.js';
import { mapShared } from '../../../src/native/mmap.js';
import { CHANGES } from '../../../src/race/changes/list.js';
import { lackedBy } from '../../../src/race/lacking.js';
import { judgeRacingLoad, Load } from '../../../src/race/oracle/oracle.js';
import { ARENA_OFFSET_BYTES, arenaBytes, placeBytes } from '../../../src/race/places/arena.js';
import { PLACES } from '../../../src/race/places/list.js';
import { ExtentsProof } from '../../../src/race/places/proof.js';
import { roundMaker } from '../../../src/race/places/round.js';
import { NO_PAGE } from '../../../src/race/places/stamps.js';
import { scenarios } from '../../../src/scenarios/list.js';
import type { Step } from '../../../src/scenarios/scenario.js';
import { alsoThroughKoffi } from '../../fixtures/through-koffi.js';

const STAMP = 7;

/** One of each kind of hole and change: a step of each scenario, but shorter. */
const steps: readonly Step[] = scenarios
  .flatMap((scenario) => scenario.steps)
  .map((step) => ({ ...step, places: Math.min(step.places, 6) }));

/** To try on what is possible here: what is not is skipped. */
const tried = path.join(t.testdir(), 'tried');
writeFileSync(tried, '');

for (const step of steps) {
  const skip = lackedBy(tried, step) ?? false;
  t.test(
    `${step.change} on ${step.place} places, ${step.pageBytes} bytes, ${step.meeting}`,
    { skip },
    async (t) => {
      const file = path.join(t.testdir(), 'file');
      writeFileSync(file, '');
      const fd = openSync(file, 'r+');
      const { rule, performer } = CHANGES[step.change];
      const change = performer({ fd, path: file, arena: step });
      const arena = { fd, shape: step, aim: rule };
      const extents = new ExtentsProof(PLACES[step.place], arena);
      t.teardown(() => {
        change.end?.();
        closeSync(fd);
      });
      roundMaker(PLACES[step.place], arena)(STAMP);
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
        const [before, after] = [rule.before(STAMP), rule.after(STAMP)];
        const outcome = (hadReturned: boolean): number =>
          judgeRacingLoad(read(load, 1)[0] ?? NO_PAGE, before, after, false, hadReturned);
        t.equal(outcome(false), Load.EARLY, 'before it');
        change.ready(index, ARENA_OFFSET_BYTES + place);
        change.perform();
        t.equal(outcome(true), Load.LATE, 'behind it');
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

alsoThroughKoffi(t, import.meta.url);
