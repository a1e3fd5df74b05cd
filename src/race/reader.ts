/** The reader's side of a step: it leads the attempts, takes the racing loads, and judges. */
import { closeSync, openSync } from 'node:fs';
import { unwrittenBytes } from '../native/extents.js';
import { mapAgain, unmap } from '../native/libc.js';
import { forbidHugePages, forbidReadahead, mapShared } from '../native/mmap.js';
import { threadId } from '../native/probe.js';
import { HUGE_PAGE_BYTES, type Step } from '../scenarios/scenario.js';
import { ARENA_OFFSET_BYTES, arenaBytes } from './arena.js';
import { Choice } from './choice.js';
import { Findings, type StaleLoad } from './findings.js';
import { isMappedHuge, openPagemap, type Pagemap } from './huge-fault.js';
import { publish, spin, stop, waitFor } from './meeting.js';
import { judgeRacingLoad, Load, stampOf } from './oracle.js';
import { Place } from './preemption.js';
import { NO_PROBE, OVER, Slot, Stop, writeBegun, writeReturned } from './slots.js';
import { type StaggerBins, staggerBinsIn } from './stagger-bins.js';
import { Count, count, talliesIn } from './tally.js';
import { isSampled, type Timing, timingsIn } from './timing.js';
import type { OnStale, StepSetup } from './worker-messages.js';

/** A round ends after so long, where its attempts take long: else one way to widen the race would keep the others waiting. */
const ROUND_LIMIT_MS = 500;

/** Attempts of a round at a probe where nothing has been found yet. */
const ATTEMPTS_TO_TRY_A_PROBE = 256;
/** Attempts by which one fault at least must have reached it. */
const ATTEMPTS_TO_REACH_A_PROBE = 8;

export class Reader {
  readonly #step: Step;
  readonly #seed: number;
  readonly #inTurn: boolean;
  readonly #huge: boolean;
  readonly #attemptsLimit: number;
  readonly #slots: Int32Array;
  /** One for each way to widen the race. */
  readonly #tallies: readonly Float64Array[];
  readonly #timings: readonly Timing[];
  readonly #allBins: readonly StaggerBins[];
  readonly #fd: number;
  readonly #mapping: Buffer;
  /** The mapping for Atomics.load, which neither compiler nor processor may move, merge or repeat. */
  readonly #bytes: Uint8Array;
  readonly #pagemap: Pagemap | null;
  readonly #findings: Findings;
  readonly #choice: Choice;
  readonly #place = new Place({ first: false });
  /** Whether the writer preempts the reader in this round, and whether a probe has it do so. */
  #preempts = false;
  #probes = false;
  #roundStartedMs = 0;
  /** Whether a stagger decides how the two meet. */
  #steered = false;
  /** Whether reader and writer were not let go together in this attempt: the writer still slept. */
  #thrownAway = false;
  /** That of the way which this round takes. */
  #tally: Float64Array;
  #timing: Timing;
  #bins: StaggerBins;
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
    this.#timings = timingsIn(setup.timing);
    this.#timing = this.#timings[0] as Timing;
    this.#allBins = staggerBinsIn(setup.staggerBins);
    this.#bins = this.#allBins[0] as StaggerBins;
    this.#fd = openSync(setup.path, 'r');
    this.#mapping = mapShared(this.#fd, ARENA_OFFSET_BYTES, arenaBytes(step));
    const { buffer, byteOffset, length } = this.#mapping;
    this.#bytes = new Uint8Array(buffer, byteOffset, length);
    this.#pagemap = this.#huge ? openPagemap(this.#mapping) : null;
    const { evidenceLimit } = setup;
    const [fd, mapping] = [this.#fd, this.#mapping];
    this.#findings = new Findings({ step, fd, mapping, evidenceLimit, onStale });
    this.#choice = new Choice(setup.widenings, setup.seed);
    Atomics.store(this.#slots, Slot.READER_THREAD, threadId());
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
      if (!waitFor(slots, Slot.ROUND_LEFT, round, Slot.READER_SLEEPS)) return;
      const hits = (this.#tally[Count.STALE] ?? 0) - staleBefore;
      this.#noteCost((performance.now() - startedMs) / 1000, process.cpuUsage(cpuBefore), hits);
      this.#chooseNext();
      publish(slots, Slot.ROUND_CHECKED, round, Slot.WRITER_SLEEPS);
    }
  }

  /** One round in one of the ways. */
  #raceRound(stamp: number): void {
    count(this.#tally, Count.ROUNDS);
    this.#roundStartedMs = performance.now();
    if (this.#step.hole === 'unwritten') this.#proveUnwritten();
    this.#probes = this.#choice.widening === 'probe';
    this.#preempts = this.#choice.widening !== 'stagger';
    this.#steered = !this.#inTurn && !this.#probes;
    this.#place.take(this.#preempts);
    const attempts = this.#attemptHoles(stamp);
    this.#findings.checkRound(attempts, this.#staleLoad(0, null), this.#tally);
  }

  #noteCost(seconds: number, cpu: NodeJS.CpuUsage, hits: number): void {
    count(this.#tally, Count.SECONDS, seconds);
    count(this.#tally, Count.CPU_SECONDS, (cpu.user + cpu.system) / 1e6);
    const reached = Atomics.load(this.#slots, Slot.REACHED);
    this.#choice.note({ seconds, hits, reached });
  }

  /** The way that the next round takes: the writer learns of it before it makes the holes. */
  #chooseNext(): void {
    this.#choice.next();
    const { index, point } = this.#choice;
    this.#tally = this.#tallies[index] as Float64Array;
    this.#timing = this.#timings[index] as Timing;
    this.#bins = this.#allBins[index] as StaggerBins;
    Atomics.store(this.#slots, Slot.WIDENING, index);
    Atomics.store(this.#slots, Slot.POINT, point);
  }

  #proveUnwritten(): void {
    const bytes = arenaBytes(this.#step);
    if (unwrittenBytes(this.#fd, ARENA_OFFSET_BYTES, bytes) === bytes)
      count(this.#tally, Count.UNWRITTEN_ROUNDS);
  }

  /** Attempts until the arena is used up or the race is to end. Returns how many have been judged. */
  #attemptHoles(stamp: number): number {
    const holes = Math.min(this.#step.holes, this.#attemptsInRound());
    for (let attempt = 1; attempt <= holes; attempt++) {
      if (this.#isEnough() || this.#missesProbe(attempt) || this.#takesLong(attempt)) {
        publish(this.#slots, Slot.GO, OVER, Slot.WRITER_SLEEPS);
        return attempt - 1;
      }
      if (!this.#attempt(attempt, stamp)) return attempt - 1;
    }
    publish(this.#slots, Slot.GO, OVER, Slot.WRITER_SLEEPS);
    return holes;
  }

  #attemptsInRound(): number {
    return this.#choice.triesPoint ? ATTEMPTS_TO_TRY_A_PROBE : this.#step.holes;
  }

  /** Whether the round has used up its time. The clock is read for few attempts. */
  #takesLong(attempt: number): boolean {
    return isSampled(attempt) && performance.now() - this.#roundStartedMs > ROUND_LIMIT_MS;
  }

  /** Whether the round's faults do not pass its probe: no more attempts are wasted on it. */
  #missesProbe(attempt: number): boolean {
    if (!this.#probes) return false;
    const reached = Atomics.load(this.#slots, Slot.REACHED);
    return reached === NO_PROBE || (reached === 0 && attempt > ATTEMPTS_TO_REACH_A_PROBE);
  }

  #isEnough(): boolean {
    if (this.#attempts >= this.#attemptsLimit) stop(this.#slots, Stop.SOON);
    return Atomics.load(this.#slots, Slot.STOP) !== Stop.NO;
  }

  /** One attempt. Returns false where the race has been stopped before it could be judged. */
  #attempt(attempt: number, stamp: number): boolean {
    const hole = attempt - 1;
    const at = hole * this.#step.strideBytes;
    const staggerSpins = this.#steered ? this.#choice.stagger.next() : 0;
    Atomics.store(this.#slots, Slot.STAGGER, staggerSpins);
    const racingByte = this.#inTurn
      ? this.#loadFirst(attempt, at)
      : this.#loadAtOnce(attempt, at, staggerSpins);
    const outcome = judgeRacingLoad(racingByte, stamp);
    this.#attempts++;
    this.#countOutcome(outcome, staggerSpins);
    if (!waitFor(this.#slots, Slot.WRITE_STATE, writeReturned(attempt), Slot.READER_SLEEPS))
      return false;
    // The rule: this load begins after write(2) has returned.
    const byte = Atomics.load(this.#bytes, at);
    const broken = byte !== stamp || outcome === Load.WRONG;
    if (broken) this.#noteStale(hole, staggerSpins, byte !== stamp ? byte : racingByte);
    return true;
  }

  #countOutcome(outcome: number, staggerSpins: number): void {
    count(this.#tally, Count.ATTEMPTS);
    if (this.#thrownAway) {
      count(this.#tally, Count.THROWN_AWAY);
      return;
    }
    if (outcome === Load.WRONG) return;
    const late = outcome === Load.LATE;
    count(this.#tally, late ? Count.LATE : Count.EARLY);
    if (!this.#steered) return;
    this.#choice.stagger.note(late);
    this.#bins.note(staggerSpins, late);
  }

  #noteStale(hole: number, staggerSpins: number, byte: number): void {
    this.#findings.note(hole, this.#staleLoad(staggerSpins, byte), this.#tally);
    if (!this.#steered) return;
    this.#choice.stagger.noteFind(staggerSpins);
    this.#bins.noteStale(staggerSpins);
  }

  /** Loads from the hole, and lets the writer go only then. */
  #loadFirst(attempt: number, at: number): number {
    const byte = Atomics.load(this.#bytes, at);
    if (this.#pagemap !== null) this.#lookForHugePage(this.#pagemap, attempt, at);
    publish(this.#slots, Slot.GO, attempt, Slot.WRITER_SLEEPS);
    this.#thrownAway = false;
    return byte;
  }

  /** Lets the writer go, and loads from the hole at the same time. */
  #loadAtOnce(attempt: number, at: number, staggerSpins: number): number {
    const slots = this.#slots;
    const sampled = isSampled(attempt);
    if (sampled) this.#timing.letGo();
    const slept = publish(slots, Slot.GO, attempt, Slot.WRITER_SLEEPS);
    // On one cpu it sleeps always: that is how it comes to preempt.
    this.#thrownAway = slept && !this.#preempts;
    if (staggerSpins > 0 && !this.#preempts) spin(slots, staggerSpins);
    if (sampled) this.#timing.loadBegins();
    const before = Atomics.load(slots, Slot.WRITE_STATE);
    const byte = Atomics.load(this.#bytes, at);
    const after = Atomics.load(slots, Slot.WRITE_STATE);
    if (sampled) this.#timing.loadEnds();
    // Both ran at once: the write had not returned when the load began, and had begun when it ended.
    if (before < writeReturned(attempt) && after >= writeBegun(attempt)) {
      if (!this.#thrownAway) count(this.#tally, Count.OVERLAPPED);
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
    const { widening, pointName } = this.#choice;
    return { attempt: this.#attempts, stagger, widening, probe: pointName, loaded };
  }
}
