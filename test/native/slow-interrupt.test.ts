import { readdirSync } from 'node:fs';
import t from 'tap';
import { Sleep } from '../../src/native/scheduling.js';
import { SlowInterrupt } from '../../src/native/slow-interrupt.js';

const LATER_NANOSECONDS = 900_000_000;

t.test('it tells whether it has gone off, and can be set again', async (t) => {
  const timer = new SlowInterrupt();
  for (let turn = 0; turn < 3; turn++) {
    const startedMs = performance.now();
    timer.arm(LATER_NANOSECONDS);
    const gone = timer.disarm();
    t.ok(!gone || performance.now() - startedMs > LATER_NANOSECONDS / 1e6, 'not yet');
    timer.arm(1);
    new Sleep().for(20_000_000);
    t.ok(timer.disarm(), 'it has');
  }
  timer.close();
});

t.test('it leaves no descriptor behind', async (t) => {
  const before = readdirSync('/proc/self/fd').length;
  const timer = new SlowInterrupt();
  t.ok(readdirSync('/proc/self/fd').length > before + 200, 'it has taken many');
  timer.close();
  t.equal(readdirSync('/proc/self/fd').length, before);
});
