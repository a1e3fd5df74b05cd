import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import t from 'tap';
import { publish, stop, waitFor } from '../../../src/race/threads/meeting.js';
import { SLOTS_BYTES, Slot, Stop } from '../../../src/race/threads/slots.js';

function makeSlots() {
  const shared = new SharedArrayBuffer(SLOTS_BYTES);
  return { shared, slots: new Int32Array(shared) };
}

/** A thread that answers each number in GO with the same in HERE; says how many it answered. */
function startPong(shared: SharedArrayBuffer, turns: number) {
  const file = new URL('../../fixtures/pong.worker.js', import.meta.url);
  const worker = new Worker(file, { workerData: { shared, turns } });
  return { worker, answered: once(worker, 'message').then(([answered]) => answered as number) };
}

t.test('a value that is there, or beyond, needs no wait', async (t) => {
  const { slots } = makeSlots();
  publish(slots, Slot.GO, 5, Slot.WRITER_SLEEPS);
  t.ok(waitFor(slots, Slot.GO, 5, Slot.WRITER_SLEEPS));
  t.ok(waitFor(slots, Slot.GO, 4, Slot.WRITER_SLEEPS));
  stop(slots, Stop.NOW);
  t.ok(waitFor(slots, Slot.GO, 5, Slot.WRITER_SLEEPS), 'also when the race has been stopped');
});

t.test('a race that is stopped at once keeps nobody waiting', async (t) => {
  const { slots } = makeSlots();
  publish(slots, Slot.GO, 4, Slot.WRITER_SLEEPS);
  stop(slots, Stop.NOW);
  t.notOk(waitFor(slots, Slot.GO, 5, Slot.WRITER_SLEEPS));
  t.equal(Atomics.load(slots, Slot.WRITER_SLEEPS), 0, 'it no longer says that it sleeps');
});

t.test('a stop never becomes a weaker one', async (t) => {
  const { slots } = makeSlots();
  const after = [Stop.SOON, Stop.NOW, Stop.SOON, Stop.NO].map((how) => {
    stop(slots, how);
    return Atomics.load(slots, Slot.STOP);
  });
  t.same(after, [Stop.SOON, Stop.NOW, Stop.NOW, Stop.NOW]);
});

t.test('two threads take turns, and none is lost', async (t) => {
  const turns = 10_000;
  const { shared, slots } = makeSlots();
  const { answered } = startPong(shared, turns);
  let wrong = 0;
  for (let turn = 1; turn <= turns; turn++) {
    publish(slots, Slot.GO, turn, Slot.WRITER_SLEEPS);
    const came = waitFor(slots, Slot.WRITE_STATE, turn, Slot.READER_SLEEPS);
    if (!came || Atomics.load(slots, Slot.WRITE_STATE) !== turn) wrong++;
  }
  t.equal(wrong, 0);
  t.equal(await answered, turns);
});

t.test('a thread that waits leaves when the race is stopped', async (t) => {
  const { shared, slots } = makeSlots();
  const { answered } = startPong(shared, 2);
  publish(slots, Slot.GO, 1, Slot.WRITER_SLEEPS);
  t.ok(waitFor(slots, Slot.WRITE_STATE, 1, Slot.READER_SLEEPS));
  stop(slots, Stop.NOW);
  t.equal(await answered, 1);
});

t.test('slots share no cache line', async (t) => {
  const lines = Object.values(Slot).map((slot) => Math.floor((slot * 4) / 64));
  t.equal(new Set(lines).size, lines.length);
  t.ok(Math.max(...Object.values(Slot)) * 4 < SLOTS_BYTES);
});
