/**
 * The reader: maps the arena, leads the attempts, takes the racing loads and is the one who judges.
 */
import { openSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { forbidHugePages, forbidReadahead, mapShared } from '../native/mmap.js';
import { HUGE_PAGE_BYTES, PAGE_BYTES } from '../scenarios/scenario.js';
import { ARENA_OFFSET_BYTES, arenaBytes } from './arena.js';
import { takeEvidence } from './evidence.js';
import { isMappedHuge, openPagemap, type Pagemap } from './huge-fault.js';
import { publish, spin, stop, waitFor } from './meeting.js';
import { judgeRacingLoad, Load, numberPage, pageMatches, stampOf, stampPage } from './oracle.js';
import { OVER, Slot, Stop, writeBegun, writeReturned } from './slots.js';
import { Stagger } from './stagger.js';
import { Count, count } from './tally.js';
import { failureOf } from './worker-failure.js';
import type { WorkerMessage, WorkerSetup } from './worker-messages.js';

const setup = workerData as WorkerSetup;
const { step } = setup;
const slots = new Int32Array(setup.slots);
const tally = new Float64Array(setup.tally);
const inTurn = step.meeting === 'in-turn';
const attemptsLimit = setup.attemptsLimit ?? Number.POSITIVE_INFINITY;
const expected = Buffer.alloc(PAGE_BYTES);
/** For each hole, whether it has been found stale in this round. */
const staleHoles = new Uint8Array(step.holes);
const stagger = new Stagger(setup.seed);
const startedMs = performance.now();
let evidenceTaken = 0;
const say = (message: WorkerMessage): void => parentPort?.postMessage(message);

interface Arena {
  readonly fd: number;
  readonly mapping: Buffer;
  /** The mapping's bytes for Atomics.load, which neither the compiler nor the processor may move or repeat. */
  readonly bytes: Uint8Array;
  readonly pagemap: Pagemap | null;
}

function openArena(): Arena {
  const fd = openSync(setup.path, 'r');
  const mapping = mapShared(fd, ARENA_OFFSET_BYTES, arenaBytes(step));
  const huge = step.strideBytes === HUGE_PAGE_BYTES;
  if (!huge) forbidHugePages(mapping);
  forbidReadahead(mapping);
  const bytes = new Uint8Array(mapping.buffer, mapping.byteOffset, mapping.length);
  return { fd, mapping, bytes, pagemap: huge ? openPagemap(mapping) : null };
}

/** Counts a stale read, and keeps evidence of the first ones. Not part of the hot loop: it is the finding. */
function noteStale(arena: Arena, hole: number, staggerSpins: number, loaded: number | null): void {
  staleHoles[hole] = 1;
  count(tally, Count.STALE);
  if (evidenceTaken >= setup.evidenceLimit) return;
  evidenceTaken++;
  const seconds = (performance.now() - startedMs) / 1000;
  numberPage(expected, hole);
  const evidence = takeEvidence({
    ...arena,
    expected,
    mappingOffsetBytes: hole * step.strideBytes,
    attempt: tally[Count.ATTEMPTS] ?? 0,
    stagger: staggerSpins,
    loaded,
  });
  say({ type: 'stale', evidence, seconds });
}

/** Lets the writer go and loads from the hole, in the order that the step's meeting asks for. */
function meetAndLoad(bytes: Uint8Array, attempt: number, at: number, staggerSpins: number): number {
  if (inTurn) {
    const byte = Atomics.load(bytes, at);
    publish(slots, Slot.GO, attempt, Slot.WRITER_SLEEPS);
    return byte;
  }
  Atomics.store(slots, Slot.STAGGER, staggerSpins);
  publish(slots, Slot.GO, attempt, Slot.WRITER_SLEEPS);
  if (staggerSpins > 0) spin(slots, staggerSpins);
  const before = Atomics.load(slots, Slot.WRITE_STATE);
  const byte = Atomics.load(bytes, at);
  // Both ran at once: the write had not returned when the load began, and had begun when it ended.
  if (before < writeReturned(attempt) && Atomics.load(slots, Slot.WRITE_STATE) >= writeBegun(attempt)) {
    count(tally, Count.OVERLAPPED);
  }
  return byte;
}

/** One attempt. Returns false where the race has been stopped. */
function attemptHole(arena: Arena, attempt: number, stamp: number): boolean {
  const hole = attempt - 1;
  const at = hole * step.strideBytes;
  if (!waitFor(slots, Slot.WRITER_READY, attempt, Slot.READER_SLEEPS)) return false;
  const staggerSpins = inTurn ? 0 : stagger.next();
  const racingByte = meetAndLoad(arena.bytes, attempt, at, staggerSpins);
  const outcome = judgeRacingLoad(racingByte, stamp);
  count(tally, Count.ATTEMPTS);
  if (outcome === Load.EARLY) count(tally, Count.EARLY);
  if (outcome === Load.LATE) count(tally, Count.LATE);
  if (arena.pagemap !== null && isMappedHuge(arena.pagemap, at)) count(tally, Count.HUGE_FAULTS);
  if (!inTurn && outcome !== Load.WRONG) stagger.note(outcome === Load.LATE);
  if (!waitFor(slots, Slot.WRITE_STATE, writeReturned(attempt), Slot.READER_SLEEPS)) return false;
  // The rule: this load begins after write(2) has returned.
  const byte = Atomics.load(arena.bytes, at);
  if (byte !== stamp) noteStale(arena, hole, staggerSpins, byte);
  else if (outcome === Load.WRONG) noteStale(arena, hole, staggerSpins, racingByte);
  return true;
}

/** Looks at every byte written in the round once more: what is stale now lasts, or was missed at once. */
function checkRound(arena: Arena, attempts: number): void {
  for (let hole = 0; hole < attempts; hole++) {
    numberPage(expected, hole);
    if (pageMatches(arena.mapping, hole * step.strideBytes, expected)) continue;
    if (staleHoles[hole] === 0) noteStale(arena, hole, 0, null);
    count(tally, Count.LASTING);
  }
}

/** Attempts until the arena is used up or the race is to end. Returns how many there were. */
function readRound(arena: Arena, stamp: number): number {
  for (let attempt = 1; attempt <= step.holes; attempt++) {
    const enough = (tally[Count.ATTEMPTS] ?? 0) >= attemptsLimit;
    if (enough) stop(slots, Stop.SOON);
    if (enough || Atomics.load(slots, Slot.STOP) !== Stop.NO) {
      publish(slots, Slot.GO, OVER, Slot.WRITER_SLEEPS);
      return attempt - 1;
    }
    if (!attemptHole(arena, attempt, stamp)) return attempt - 1;
  }
  return step.holes;
}

function readRounds(arena: Arena): void {
  for (let round = 1; ; round++) {
    if (!waitFor(slots, Slot.ROUND, round, Slot.READER_SLEEPS)) return;
    if (Atomics.load(slots, Slot.ROUND) === OVER) return;
    const stamp = stampOf(setup.seed, round);
    stampPage(expected, stamp);
    staleHoles.fill(0);
    checkRound(arena, readRound(arena, stamp));
    publish(slots, Slot.ROUND_CHECKED, round, Slot.WRITER_SLEEPS);
  }
}

try {
  const arena = openArena();
  say({ type: 'ready' });
  readRounds(arena);
} catch (error) {
  say(failureOf(error));
  stop(slots, Stop.NOW);
}
