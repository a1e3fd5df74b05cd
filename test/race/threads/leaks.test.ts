/** A side of a step that cannot be made leaves nothing open: a campaign makes thousands of them. */
import { readdirSync } from 'node:fs';
import t from 'tap';
import { sharedCounts } from '../../../src/race/counts/counts.js';
import type { StepSetup } from '../../../src/race/threads/messages.js';
import { Reader } from '../../../src/race/threads/reader.js';
import { SLOTS_BYTES } from '../../../src/race/threads/slots.js';
import { Writer } from '../../../src/race/threads/writer.js';
import { directWriteRace } from '../../../src/scenarios/direct-write-race.js';
import type { Step } from '../../../src/scenarios/scenario.js';

const [step] = directWriteRace.steps as readonly [Step];

/** It can be opened, but neither mapped nor opened with O_DIRECT. */
const setup: StepSetup = {
  ...{ path: '/dev/null', step, seed: 7, strategies: ['stagger', 'second-reader'] },
  ...{ slots: new SharedArrayBuffer(SLOTS_BYTES), counts: sharedCounts(2) },
  ...{ attemptsLimit: null, evidenceLimit: 1, points: { seed: 7 } },
};

function openDescriptors(): number {
  return readdirSync('/proc/self/fd').length;
}

t.test('neither side leaks a descriptor where it cannot be made', async (t) => {
  const before = openDescriptors();
  t.throws(() => new Reader(setup, () => undefined));
  t.equal(openDescriptors(), before, 'the reader');
  t.throws(() => new Writer(setup));
  t.equal(openDescriptors(), before, 'the writer');
});
