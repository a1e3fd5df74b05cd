/** The reader's side of a step: it leads the attempts, takes the racing loads, and judges. */
import { closeSync, openSync } from 'node:fs';
import { unwrittenBytes } from '../native/extents.js';
import { mapAgain, unmap } from '../native/libc.js';
import { forbidHugePages, forbidReadahead, mapShared } from '../native/mmap.js';
import { HUGE_PAGE_BYTES, type Step } from '../scenarios/scenario.js';
import { ARENA_OFFSET_BYTES, arenaBytes } from './arena.js';
import { Findings, type StaleLoad } from './findings.js';
import { isMappedHuge, openPagemap, type Pagemap } from './huge-fault.js';
import { publish, spin, stop, waitFor } from './meeting.js';
import { judgeRacingLoad, Load, stampOf } from './oracle.js';
import { Portfolio } from './portfolio.js';
import { Place } from './preemption.js';
import { OVER, Slot, Stop, writeBegun, writeReturned } from './slots.js';
import { Stagger } from './stagger.js';
import { Count, count, talliesIn } from './tally.js';
import type { Widening } from './widening.js';
import type { OnStale, StepSetup } from './worker-messages.js';

export class Reader {
  readonly #step: Step;
  readonly #seed: number;
  readonly #inTurn: boolean;
  readonly #huge: boolean;
  readonly #attemptsLimit: number;
  readonly #slots: Int32Array;
  /** One for each way to widen the race. */
  readonly #tallies: readonly Float64Array[];
  readonly #fd: number;
  readonly #mapping: Buffer;
  /** The mapping for Atomics.load, which neither compiler nor processor may move, merge or repeat. */
  readonly #bytes: Uint8Array;
  readonly #pagemap: Pagemap | null;
  readonly #findings: Findings;
  readonly #widenings: readonly Widening[];
  /** One for each way to widen the race: what is late in one is not in another. */
  readonly #staggers: readonly Stagger[];
  readonly #portfolio: Portfolio;
  readonly #place = new Place({ first: false });
  #widening = 0;
  /** That of the way which this round takes. */
  #tally: Float64Array;
  /** In all ways together. */
  #attempts = 0;

  /** Opens and maps the file. */
  constructor(setup: StepSetup, onStale: OnStale) {
    const { step } = setup;
    this.#step = step;
    this.#seed = setup.seed;
    this.#inTurn = step.meeting === 'in-turn';
    this.#huge = step.strideBytes === HUGE_PAGE_BYTES;
    this.#attemptsLimit = setup.attemptsLimit ?? Number.POSITIVE_INFINITY;
    this.#slots = new Int32Array(setup.slots);
    this.#tallies = talliesIn(setup.tally);
    this.#tally = this.#tallies[0] as Float64Array;
    this.#fd = openSync(setup.path, 'r');
    this.#mapping = mapShared(this.#fd, ARENA_OFFSET_BYTES, arenaBytes(step));
    const { buffer, byteOffset, length } = this.#mapping;
    this.#bytes = new Uint8Array(buffer, byteOffset, length);
    this.#pagemap = this.#huge ? openPagemap(this.#mapping) : null;
    const { evidenceLimit } = setup;
    const [fd, mapping] = [this.#fd, this.#mapping];
    this.#findings = new Findings({ step, fd, mapping, evidenceLimit, onStale });
    this.#widenings = setup.widenings;
    this.#staggers = this.#widenings.map((_, index) => new Stagger(setup.seed + index));
    this.#portfolio = new Portfolio(this.#widenings.length);
    this.#advise();
  }

  #advise(): void {
    if (!this.#huge) forbidHugePages(this.#mapping);
    forbidReadahead(this.#mapping);
  }

  /** Round after round, until the writer says that there are no more. Closes the file. */
  run(): void {
    try {
      this.#rounds();
    } finally {
      this.#place.take(false);
      unmap(this.#mapping);
      closeSync(this.#fd);
      if (this.#pagemap !== null) closeSync(this.#pagemap.fd);
    }
  }

  #rounds(): void {
    const slots = this.#slots;
    for (let round = 1; ; round++) {
      // Before the holes are made: that is a part of what a round costs.
      const startedMs = performance.now();
      const cpuBefore = process.cpuUsage();
      if (!waitFor(slots, Slot.ROUND, round, Slot.READER_SLEEPS)) return;
      if (Atomics.load(slots, Slot.ROUND) === OVER) return;
      // Page tables that a round has left behind would keep the next one from huge faults.
      if (this.#huge) {
        mapAgain(this.#mapping, this.#fd, ARENA_OFFSET_BYTES);
        this.#advise();
      }
      const stamp = stampOf(this.#seed, round);
      this.#findings.beginRound(stamp);
      const staleBefore = this.#tally[Count.STALE] ?? 0;
      this.#raceRound(stamp);
      const hits = (this.#tally[Count.STALE] ?? 0) - staleBefore;
      this.#noteCost((performance.now() - startedMs) / 1000, process.cpuUsage(cpuBefore), hits);
      this.#chooseNext();
      publish(slots, Slot.ROUND_CHECKED, round, Slot.WRITER_SLEEPS);
    }
  }

  /** One round in one of the ways. */
  #raceRound(stamp: number): void {
    count(this.#tally, Count.ROUNDS);
    if (this.#step.hole === 'unwritten') this.#proveUnwritten();
    this.#place.take(this.#preempts());
    const attempts = this.#attemptHoles(stamp);
    this.#findings.checkRound(attempts, this.#staleLoad(0, null), this.#tally);
  }

  #noteCost(seconds: number, cpu: NodeJS.CpuUsage, hits: number): void {
    count(this.#tally, Count.SECONDS, seconds);
    count(this.#tally, Count.CPU_SECONDS, (cpu.user + cpu.system) / 1e6);
    this.#portfolio.note(this.#widening, seconds, hits);
  }

  /** The way that the next round takes: the writer learns of it before it makes the holes. */
  #chooseNext(): void {
    this.#widening = this.#portfolio.next();
    this.#tally = this.#tallies[this.#widening] as Float64Array;
    Atomics.store(this.#slots, Slot.WIDENING, this.#widening);
  }

  #proveUnwritten(): void {
    const bytes = arenaBytes(this.#step);
    if (unwrittenBytes(this.#fd, ARENA_OFFSET_BYTES, bytes) === bytes)
      count(this.#tally, Count.UNWRITTEN_ROUNDS);
  }

  #preempts(): boolean {
    return this.#widenings[this.#widening] === 'preempt';
  }

  /** Attempts until the arena is used up or the race is to end. Returns how many have been judged. */
  #attemptHoles(stamp: number): number {
    const { holes } = this.#step;
    for (let attempt = 1; attempt <= holes; attempt++) {
      if (this.#isEnough()) {
        publish(this.#slots, Slot.CALL, OVER, Slot.WRITER_SLEEPS);
        return attempt - 1;
      }
      if (!this.#attempt(attempt, stamp)) return attempt - 1;
    }
    return holes;
  }

  #isEnough(): boolean {
    if (this.#attempts >= this.#attemptsLimit) stop(this.#slots, Stop.SOON);
    return Atomics.load(this.#slots, Slot.STOP) !== Stop.NO;
  }

  /** One attempt. Returns false where the race has been stopped before it could be judged. */
  #attempt(attempt: number, stamp: number): boolean {
    const hole = attempt - 1;
    const at = hole * this.#step.strideBytes;
    const stagger = this.#staggers[this.#widening];
    const staggerSpins = this.#inTurn || stagger === undefined ? 0 : stagger.next();
    Atomics.store(this.#slots, Slot.STAGGER, staggerSpins);
    publish(this.#slots, Slot.CALL, attempt, Slot.WRITER_SLEEPS);
    if (!waitFor(this.#slots, Slot.HERE, attempt, Slot.READER_SLEEPS)) return false;
    const racingByte = this.#inTurn
      ? this.#loadFirst(attempt, at)
      : this.#loadAtOnce(attempt, at, staggerSpins);
    const outcome = judgeRacingLoad(racingByte, stamp);
    this.#attempts++;
    count(this.#tally, Count.ATTEMPTS);
    if (outcome === Load.EARLY) count(this.#tally, Count.EARLY);
    if (outcome === Load.LATE) count(this.#tally, Count.LATE);
    if (outcome !== Load.WRONG) stagger?.note(outcome === Load.LATE);
    if (!waitFor(this.#slots, Slot.WRITE_STATE, writeReturned(attempt), Slot.READER_SLEEPS))
      return false;
    // The rule: this load begins after write(2) has returned.
    const byte = Atomics.load(this.#bytes, at);
    if (byte !== stamp) this.#findings.note(hole, this.#staleLoad(staggerSpins, byte), this.#tally);
    else if (outcome === Load.WRONG)
      this.#findings.note(hole, this.#staleLoad(staggerSpins, racingByte), this.#tally);
    return true;
  }

  /** Loads from the hole, and lets the writer go only then. */
  #loadFirst(attempt: number, at: number): number {
    const byte = Atomics.load(this.#bytes, at);
    if (this.#pagemap !== null) this.#lookForHugePage(this.#pagemap, attempt, at);
    publish(this.#slots, Slot.GO, attempt, Slot.WRITER_SLEEPS);
    return byte;
  }

  /** Lets the writer go, and loads from the hole at the same time. */
  #loadAtOnce(attempt: number, at: number, staggerSpins: number): number {
    const slots = this.#slots;
    if (!this.#preempts()) {
      publish(slots, Slot.GO, attempt, Slot.WRITER_SLEEPS);
      if (staggerSpins > 0) spin(slots, staggerSpins);
    }
    const before = Atomics.load(slots, Slot.WRITE_STATE);
    const byte = Atomics.load(this.#bytes, at);
    const after = Atomics.load(slots, Slot.WRITE_STATE);
    // Both ran at once: the write had not returned when the load began, and had begun when it ended.
    if (before < writeReturned(attempt) && after >= writeBegun(attempt)) {
      count(this.#tally, Count.OVERLAPPED);
    } else if (this.#pagemap !== null && after < writeBegun(attempt)) {
      this.#lookForHugePage(this.#pagemap, attempt, at);
    }
    return byte;
  }

  /** Looks what the fault has mapped, which is known only if the write has still not begun after it. */
  #lookForHugePage(pagemap: Pagemap, attempt: number, at: number): void {
    const huge = isMappedHuge(pagemap, at);
    if (Atomics.load(this.#slots, Slot.WRITE_STATE) >= writeBegun(attempt)) return;
    count(this.#tally, Count.HUGE_LOOKS);
    if (huge) count(this.#tally, Count.HUGE_FAULTS);
  }

  /** Tells of a stale read in the way that this round takes. */
  #staleLoad(stagger: number, loaded: number | null): StaleLoad {
    const widening = this.#widenings[this.#widening] ?? '';
    return { attempt: this.#attempts, stagger, widening, loaded };
  }
}
