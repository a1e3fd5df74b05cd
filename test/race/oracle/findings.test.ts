/** What is found at a round's end in the mappings of both readers, on a file that was never written. */
import { closeSync, openSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { CHANGES } from '../../../src/race/changes/list.js';
import { Count, TALLY_BYTES } from '../../../src/race/counts/tally.js';
import type { StaleLoad } from '../../../src/race/oracle/evidence.js';
import { checkBoth } from '../../../src/race/oracle/findings.js';
import { fileBytes } from '../../../src/race/places/arena.js';
import { Owned } from '../../../src/race/threads/owned.js';
import { View } from '../../../src/race/threads/view.js';
import { faultWriteRace } from '../../../src/scenarios/fault-write-race.js';
import type { Step } from '../../../src/scenarios/scenario.js';

const PLACES = 4;
const STAMP = 7;
const [first] = faultWriteRace.steps as readonly [Step];
const step = { ...first, places: PLACES };
const load: StaleLoad = {
  ...{ attempt: 1, stagger: 0, strategy: 'stagger', delay: 'spins', timerNanoseconds: null },
  ...{ sharedCpu: false, ahead: null, probe: null, loaded: null },
};

const file = path.join(t.testdir(), 'target');
writeFileSync(file, '');
truncateSync(file, fileBytes(step));
const fd = openSync(file, 'r');
const owned = new Owned();
t.teardown(() => {
  owned.close();
  closeSync(fd);
});

function view(isSecond: boolean): View {
  const { rule } = CHANGES[step.change];
  const order = { step, rule, fd, isSecond, evidenceLimit: 0, onStale: () => undefined };
  return new View(order, owned);
}

for (const [which, name] of ['no', "the reader's", "the second reader's"].entries()) {
  t.test(`each attempt counts once where ${name} mapping showed one of them before`, async (t) => {
    const tally = new Float64Array(TALLY_BYTES / Float64Array.BYTES_PER_ELEMENT);
    const both = [view(false).findings, view(true).findings] as const;
    for (const one of both) one.beginRound(STAMP);
    both[which - 1]?.note(2, { ...load, loaded: 0 }, tally);
    checkBoth(both, PLACES, load, tally);
    t.equal(tally[Count.STALE], PLACES);
    t.equal(tally[Count.LASTING], PLACES);
  });
}

t.test('without a second reader too', async (t) => {
  const tally = new Float64Array(TALLY_BYTES / Float64Array.BYTES_PER_ELEMENT);
  const { findings } = view(false);
  findings.beginRound(STAMP);
  checkBoth([findings, undefined], PLACES, load, tally);
  t.equal(tally[Count.STALE], PLACES);
});
