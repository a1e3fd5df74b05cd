/** The writer: makes the arena's holes anew each round and fills them one by one with write(2). */
import { ftruncateSync, openSync, writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { PAGE_BYTES } from '../scenarios/scenario.js';
import { ARENA_OFFSET_BYTES, fileBytes } from './arena.js';
import { publish, spin, stop, waitFor } from './meeting.js';
import { numberPage, stampOf, stampPage } from './oracle.js';
import { OVER, Slot, Stop, writeBegun, writeReturned } from './slots.js';
import type { WorkerMessage, WorkerSetup } from './worker-messages.js';
import { failureOf } from './worker-failure.js';

const setup = workerData as WorkerSetup;
const { step, seed } = setup;
const slots = new Int32Array(setup.slots);
const page = Buffer.alloc(PAGE_BYTES);
const say = (message: WorkerMessage): void => parentPort?.postMessage(message);

/** Writes into hole after hole as the reader lets it. Returns when the round is over. */
function writeRound(fd: number): void {
  for (let attempt = 1; attempt <= step.holes; attempt++) {
    const hole = attempt - 1;
    numberPage(page, hole);
    publish(slots, Slot.WRITER_READY, attempt, Slot.READER_SLEEPS);
    if (!waitFor(slots, Slot.GO, attempt, Slot.WRITER_SLEEPS)) return;
    if (Atomics.load(slots, Slot.GO) === OVER) return;
    const stagger = Atomics.load(slots, Slot.STAGGER);
    if (stagger < 0) spin(slots, -stagger);
    Atomics.store(slots, Slot.WRITE_STATE, writeBegun(attempt));
    const written = writeSync(fd, page, 0, PAGE_BYTES, ARENA_OFFSET_BYTES + hole * step.strideBytes);
    if (written !== PAGE_BYTES) throw new Error(`write(2) wrote ${written} of ${PAGE_BYTES} bytes`);
    publish(slots, Slot.WRITE_STATE, writeReturned(attempt), Slot.READER_SLEEPS);
  }
}

/** Makes every hole of the arena anew, while the reader waits for the round. */
function makeHoles(fd: number): void {
  ftruncateSync(fd, 0);
  ftruncateSync(fd, fileBytes(step));
}

function writeRounds(fd: number): void {
  for (let round = 1; Atomics.load(slots, Slot.STOP) === Stop.NO; round++) {
    makeHoles(fd);
    stampPage(page, stampOf(seed, round));
    for (const slot of [Slot.WRITER_READY, Slot.GO, Slot.WRITE_STATE]) Atomics.store(slots, slot, 0);
    publish(slots, Slot.ROUND, round, Slot.READER_SLEEPS);
    writeRound(fd);
    if (!waitFor(slots, Slot.ROUND_CHECKED, round, Slot.WRITER_SLEEPS)) return;
  }
}

try {
  const fd = openSync(setup.path, 'r+');
  say({ type: 'ready' });
  writeRounds(fd);
  publish(slots, Slot.ROUND, OVER, Slot.READER_SLEEPS);
} catch (error) {
  say(failureOf(error));
  stop(slots, Stop.NOW);
}
