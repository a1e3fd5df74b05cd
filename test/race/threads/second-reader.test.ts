import { closeSync, openSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { addressOf, unmap } from '../../../src/native/libc.js';
import { mapShared } from '../../../src/native/mmap.js';
import { sharedCounts } from '../../../src/race/counts/counts.js';
import { ARENA_OFFSET_BYTES, fileBytes } from '../../../src/race/places/arena.js';
import { mappedBytes } from '../../../src/race/places/list.js';
import { publish, stop, storeAddress, waitFor } from '../../../src/race/threads/meeting.js';
import { OVER, SLOTS_BYTES, Slot, Stop, secondFollows } from '../../../src/race/threads/slots.js';
import { beginStep, Workers } from '../../../src/race/threads/workers.js';
import { mixedSizeRace } from '../../../src/scenarios/mixed-size-race.js';
import type { Step } from '../../../src/scenarios/scenario.js';

const [step] = mixedSizeRace.steps as readonly [Step];
/** Far longer than a fault takes, and than one nap of who waits. */
const LONG_MS = 300;
const ATTEMPTS = [1, 2, 3, 4, 5, 6, 7, 8];

t.test(
  'a share of its faults waits for the end of the first reader’s, and no others',
  async (t) => {
    const file = path.join(t.testdir(), 'target');
    writeFileSync(file, '');
    truncateSync(file, fileBytes(step));
    const fd = openSync(file, 'r');
    t.teardown(() => closeSync(fd));
    const mapping = mapShared(fd, ARENA_OFFSET_BYTES, mappedBytes(step), false);
    t.teardown(() => unmap(mapping));
    const workers = new Workers();
    t.teardown(() => workers.end());
    const slotsBuffer = new SharedArrayBuffer(SLOTS_BYTES);
    const slots = new Int32Array(slotsBuffer);
    storeAddress(slots, Slot.SECOND_READER_MAPPING, addressOf(mapping));
    const role = workers.pair().secondReader;
    const ended = new Promise<void>((resolve) => {
      role.hear = ({ type }) => type === 'over' && resolve();
    });
    beginStep(role, {
      ...{ slots: slotsBuffer, counts: sharedCounts(1), path: file, step, seed: 7 },
      ...{ strategies: ['stagger'], attemptsLimit: null, evidenceLimit: 1, points: { seed: 7 } },
    });
    Atomics.store(slots, Slot.ROUND, 1);
    for (const attempt of ATTEMPTS) {
      publish(slots, Slot.GO, attempt, Slot.SECOND_READER_SLEEPS);
      const follows = secondFollows(attempt);
      if (follows) {
        await sleep(LONG_MS);
        t.not(Atomics.load(slots, Slot.SECOND_READER), attempt, `attempt ${attempt} waits`);
        publish(slots, Slot.READER_LOADED, attempt, Slot.SECOND_READER_SLEEPS);
      }
      const isDone = waitFor(slots, Slot.SECOND_READER, attempt, Slot.READER_SLEEPS);
      t.ok(isDone, `attempt ${attempt} is made`);
    }
    t.ok(ATTEMPTS.some(secondFollows), 'some wait');
    t.notOk(ATTEMPTS.every(secondFollows), 'some do not');
    publish(slots, Slot.GO, OVER, Slot.SECOND_READER_SLEEPS);
    stop(slots, Stop.NOW);
    await ended;
  },
);
