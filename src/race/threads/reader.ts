/** The reader's side of a step: it leads the attempts, takes the racing loads, and judges. */
import { closeSync, openSync } from 'node:fs';
import { addressOf, mapAgain, unmap } from '../../native/libc.js';
import { forbidHugePages, forbidReadahead, mapShared } from '../../native/mmap.js';
import { HUGE_PAGE_BYTES } from '../../native/page-sizes.js';
import { Peek } from '../../native/peek.js';
import { threadId } from '../../native/probe.js';
import type { Step } from '../../scenarios/scenario.js';
import type { Rule } from '../changes/change.js';
import { CHANGES } from '../changes/list.js';
import { type StaggerBins, staggerBinsIn } from '../counts/stagger-bins.js';
import { Count, count, talliesIn } from '../counts/tally.js';
import { isSampled, type Timing, timingsIn } from '../counts/timing.js';
import { Findings, type StaleLoad } from '../oracle/findings.js';
import { isMappedHuge, openPagemap, type Pagemap } from '../oracle/huge-fault.js';
import { type Broken, isJudgedLate, Judge } from '../oracle/judge.js';
import { Loads } from '../oracle/loads.js';
import { judgeRacingLoad, Load } from '../oracle/oracle.js';
import { ARENA_OFFSET_BYTES, arenaBytes, placeBytes } from '../places/arena.js';
import { PLACES } from '../places/list.js';
import { ExtentsProof } from '../places/proof.js';
import { stampOf } from '../places/stamps.js';
import { Choice } from '../strategies/choice.js';
import { hasSecondReader, STRATEGIES } from '../strategies/list.js';
import { NO_PROBE } from '../strategies/probe-points.js';
import { type FaultHook, SPIN_LIMIT, type Strategy } from '../strategies/strategy.js';
import { publish, spin, stop, storeAddress, waitFor } from './meeting.js';
import type { OnStale, StepSetup } from './messages.js';
import { Seat } from './seat.js';
import { OVER, ranAtOnce, Slot, Stop, writeBegun, writeReturned } from './slots.js';

/** A round ends after so long, where its attempts take long: else one strategy would keep the others waiting. */
const ROUND_LIMIT_MS = 500;
/** The first round of each way is shorter: that all have been tried once comes before any is tried for long. */
const FIRST_ROUND_LIMIT_MS = 150;

/** Attempts of a round at a probe where nothing has been found yet. */
const ATTEMPTS_TO_TRY_A_PROBE = 256;
/** Attempts by which one fault at least must have reached it. */
const ATTEMPTS_TO_REACH_A_PROBE = 8;

interface SecondReaderView {
  readonly mapping: Buffer;
  readonly loads: Loads;
  readonly findings: Findings;
}

export class Reader {
  readonly #step: Step;
  readonly #rule: Rule;
  readonly #seed: number;
  readonly #huge: boolean;
  readonly #attemptsLimit: number;
  readonly #slots: Int32Array;
  /** One for each strategy. */
  readonly #tallies: readonly Float64Array[];
  readonly #timings: readonly Timing[];
  readonly #allBins: readonly StaggerBins[];
  readonly #fd: number;
  readonly #mapping: Buffer;
  readonly #loads: Loads;
  readonly #pagemap: Pagemap | null;
  readonly #peek: Peek | null;
  readonly #extents: ExtentsProof;
  /** The second reader's mapping, and what is found in it; null where there is no second reader in the step, or in the round. */
  readonly #secondReaderOfStep: SecondReaderView | null;
  #secondReader: SecondReaderView | null = null;
  /** How long it spins before it sleeps. */
  #spins = SPIN_LIMIT;
  readonly #findings: Findings;
  readonly #judge: Judge;
  /** Whether this round's attempts are judged as the next one has begun. */
  #judgesLate = false;
  readonly #choice: Choice;
  readonly #seat = new Seat({ isWriter: false });
  /** Of this round. */
  #strategy: Strategy = STRATEGIES.stagger;
  /** What it does beside the fault; and what makes each, once there was such a round. */
  #hook: FaultHook | null = null;
  readonly #hooks = new Map<Strategy, FaultHook>();
  #roundStartedMs = 0;
  #nextStaggerSpins = 0;
  /** Whether reader and writer were not let go together in this attempt: the writer still slept. */
  #discarded = false;
  /** Whether the reader's own load and the change ran at once. */
  #overlapped = false;
  /** What the load shows before the round's changes, and after them; and what it stores. */
  #before = 0;
  #after = 0;
  #stamp = 0;
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
    this.#rule = CHANGES[step.change].rule;
    this.#seed = setup.seed;
    this.#huge = step.pageBytes === HUGE_PAGE_BYTES;
    this.#attemptsLimit = setup.attemptsLimit ?? Number.POSITIVE_INFINITY;
    this.#slots = new Int32Array(setup.slots);
    this.#tallies = talliesIn(setup.tally);
    this.#tally = this.#tallies[0] as Float64Array;
    this.#timings = timingsIn(setup.timing);
    this.#timing = this.#timings[0] as Timing;
    this.#allBins = staggerBinsIn(setup.staggerBins);
    this.#bins = this.#allBins[0] as StaggerBins;
    const stores = this.#rule.storeOffsetBytes !== null;
    this.#fd = openSync(setup.path, stores ? 'r+' : 'r');
    this.#mapping = mapShared(this.#fd, ARENA_OFFSET_BYTES, arenaBytes(step), stores);
    this.#pagemap = this.#huge ? openPagemap(this.#mapping) : null;
    const { evidenceLimit } = setup;
    const [fd, mapping, rule] = [this.#fd, this.#mapping, this.#rule];
    this.#peek = PLACES[step.place].isBehindEnd ? new Peek(addressOf(mapping)) : null;
    this.#loads = new Loads(mapping, this.#peek);
    this.#judge = new Judge(rule, this.#loads, (broken) => this.#noteStale(broken));
    this.#extents = new ExtentsProof(PLACES[step.place], { fd, shape: step, aim: rule });
    const peek = this.#peek;
    this.#findings = new Findings({ step, rule, fd, mapping, peek, evidenceLimit, onStale });
    const isSecondReaderNeeded = hasSecondReader(step, setup.strategies);
    this.#secondReaderOfStep = isSecondReaderNeeded
      ? this.#mapForSecondReader(evidenceLimit, onStale)
      : null;
    this.#choice = new Choice(setup.strategies, setup.seed);
    Atomics.store(this.#slots, Slot.READER_THREAD, threadId());
    this.#advise();
  }

  #mapForSecondReader(evidenceLimit: number, onStale: OnStale): SecondReaderView {
    const [step, rule, fd] = [this.#step, this.#rule, this.#fd];
    const mapping = mapShared(fd, ARENA_OFFSET_BYTES, arenaBytes(step));
    forbidHugePages(mapping);
    forbidReadahead(mapping);
    storeAddress(this.#slots, Slot.SECOND_READER_MAPPING, addressOf(mapping));
    const loads = new Loads(mapping, null);
    const findings = new Findings({
      ...{ step, rule, fd, mapping, peek: null, evidenceLimit, onStale },
    });
    return { mapping, loads, findings };
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
      this.#seat.take('anywhere');
      for (const hook of this.#hooks.values()) hook.close();
      unmap(this.#mapping);
      if (this.#secondReaderOfStep !== null) unmap(this.#secondReaderOfStep.mapping);
      this.#peek?.close();
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
      this.#secondReaderOfStep?.findings.beginRound(stamp);
      const staleBefore = this.#tally[Count.STALE] ?? 0;
      this.#raceRound(stamp);
      if (!waitFor(slots, Slot.ROUND_LEFT, round, Slot.READER_SLEEPS)) return;
      const hits = (this.#tally[Count.STALE] ?? 0) - staleBefore;
      const seconds = (performance.now() - startedMs) / 1000;
      this.#noteCost(round, seconds, process.cpuUsage(cpuBefore), hits);
      this.#chooseNext();
      publish(slots, Slot.ROUND_CHECKED, round, Slot.WRITER_SLEEPS);
    }
  }

  /** One round in one of the ways. */
  #raceRound(stamp: number): void {
    count(this.#tally, Count.ROUNDS);
    this.#roundStartedMs = performance.now();
    this.#stamp = stamp;
    this.#before = this.#rule.before(stamp);
    this.#after = this.#rule.after(stamp);
    this.#extents.begin(stamp);
    const strategy = STRATEGIES[this.#choice.strategy];
    this.#strategy = strategy;
    this.#chooseStagger();
    this.#spins = strategy.spins;
    this.#beginWithSecondReader();
    this.#judge.beginRound(stamp, this.#secondReader?.loads ?? null);
    this.#judgesLate = isJudgedLate(this.#step, strategy, this.#rule);
    this.#seat.take(strategy.seating);
    this.#hook = this.#hookOf(strategy);
    const attempts = this.#attemptPlaces();
    this.#judge.judge();
    const unseen = this.#staleLoad(0, null);
    this.#findings.checkRound(attempts, unseen, this.#tally);
    this.#secondReader?.findings.checkRound(attempts, unseen, this.#tally, this.#findings);
    if (this.#extents.end(stamp, attempts)) count(this.#tally, Count.PROVED_ROUNDS);
  }

  #hookOf(strategy: Strategy): FaultHook | null {
    if (strategy.hook === null) return null;
    const hook = this.#hooks.get(strategy) ?? strategy.hook(this.#seed);
    this.#hooks.set(strategy, hook);
    return hook;
  }

  /** The second reader sleeps in rounds that are not its own. */
  #beginWithSecondReader(): void {
    const takesPart = this.#step.secondReader || this.#strategy.hasSecondReader;
    this.#secondReader = takesPart ? this.#secondReaderOfStep : null;
    if (this.#secondReader !== null) Atomics.notify(this.#slots, Slot.ROUND);
  }

  #noteCost(round: number, seconds: number, cpu: NodeJS.CpuUsage, hits: number): void {
    count(this.#tally, Count.SECONDS, seconds);
    count(this.#tally, Count.CPU_SECONDS, (cpu.user + cpu.system) / 1e6);
    const reached = Atomics.load(this.#slots, Slot.REACHED);
    // The step's first round pays for the compiling of what all ways run: it is not held against the one that was first.
    const charged = round === 1 ? Math.min(seconds, FIRST_ROUND_LIMIT_MS / 1000) : seconds;
    this.#choice.note({ seconds: charged, hits, reached });
  }

  /** The way that the next round takes: the writer learns of it before it makes the holes. */
  #chooseNext(): void {
    this.#choice.next();
    for (const retired of this.#choice.retired)
      (this.#tallies[retired] as Float64Array)[Count.RETIRED] = 1;
    const { index, point } = this.#choice;
    this.#tally = this.#tallies[index] as Float64Array;
    this.#timing = this.#timings[index] as Timing;
    this.#bins = this.#allBins[index] as StaggerBins;
    Atomics.store(this.#slots, Slot.STRATEGY, index);
    Atomics.store(this.#slots, Slot.POINT, point);
  }

  /** Attempts until the arena is used up or the race is to end. Returns how many have been judged. */
  #attemptPlaces(): number {
    const limit = this.#attemptsInRound();
    for (let attempt = 1; attempt <= limit; attempt++) {
      if (this.#isEnough() || this.#missesProbe(attempt) || this.#takesLong(attempt)) {
        publish(this.#slots, Slot.GO, OVER, Slot.WRITER_SLEEPS);
        return attempt - 1;
      }
      if (!this.#attempt(attempt)) return attempt - 1;
    }
    publish(this.#slots, Slot.GO, OVER, Slot.WRITER_SLEEPS);
    return limit;
  }

  #attemptsInRound(): number {
    // A race of few attempts has some left for every way.
    const fair = Math.ceil(this.#attemptsLimit / this.#tallies.length);
    const { places } = this.#step;
    return Math.min(this.#choice.triesPoint ? ATTEMPTS_TO_TRY_A_PROBE : places, places, fair);
  }

  /** Whether the round has used up its time. The clock is read for few attempts. */
  #takesLong(attempt: number): boolean {
    if (!isSampled(attempt)) return false;
    const limitMs = this.#tally[Count.ROUNDS] === 1 ? FIRST_ROUND_LIMIT_MS : ROUND_LIMIT_MS;
    return performance.now() - this.#roundStartedMs > limitMs;
  }

  /** Whether the round's faults do not pass its probe: no more attempts are wasted on it. */
  #missesProbe(attempt: number): boolean {
    if (this.#strategy.delay !== 'probe') return false;
    const reached = Atomics.load(this.#slots, Slot.REACHED);
    return reached === NO_PROBE || (reached === 0 && attempt > ATTEMPTS_TO_REACH_A_PROBE);
  }

  /** Whether the race is to end. A plain load, for an attempt more or less means nothing. */
  #isEnough(): boolean {
    if (this.#attempts >= this.#attemptsLimit) stop(this.#slots, Stop.SOON);
    return this.#slots[Slot.STOP] !== Stop.NO;
  }

  #chooseStagger(): void {
    this.#nextStaggerSpins = this.#strategy.isSteered ? this.#choice.stagger.next() : 0;
  }

  /** One attempt. Returns false where the race has been stopped before its write returned. */
  #attempt(attempt: number): boolean {
    const index = attempt - 1;
    const place = placeBytes(this.#step, index, this.#stamp, this.#rule.backwards);
    const at = place + this.#rule.loadOffsetBytes(index);
    const staggerSpins = this.#nextStaggerSpins;
    // Plain, for what the writer sees of GO comes after it.
    this.#slots[Slot.STAGGER] = staggerSpins;
    const racingByte =
      this.#strategy.delay === 'turn'
        ? this.#loadFirst(attempt, at)
        : this.#loadAtOnce(attempt, at, staggerSpins);
    const outcome = judgeRacingLoad(racingByte, this.#before, this.#after);
    this.#attempts++;
    this.#countOutcome(outcome, staggerSpins);
    // While write(2) is still on its way: behind it the writer would have to wait for that.
    this.#chooseStagger();
    const returned = writeReturned(attempt);
    if (!waitFor(this.#slots, Slot.WRITE_STATE, returned, Slot.READER_SLEEPS, this.#spins))
      return false;
    if (!this.#secondReaderIsDone(attempt)) return false;
    this.#judge.keep(index, at, staggerSpins, racingByte, outcome);
    if (!this.#judgesLate) this.#judge.judge();
    return true;
  }

  /** Waits until the second reader's fault has ended too. Returns false where the race has been stopped before. */
  #secondReaderIsDone(attempt: number): boolean {
    if (this.#secondReader === null) return true;
    const slots = this.#slots;
    if (!waitFor(slots, Slot.SECOND_READER, attempt, Slot.READER_SLEEPS, this.#spins)) return false;
    // What it has mapped is judged as well: one of the two is enough for the attempt to have been a hit.
    const isMet = !this.#overlapped && Atomics.load(slots, Slot.SECOND_READER_MET) === attempt;
    if (isMet && !this.#discarded) count(this.#tally, Count.OVERLAPPED);
    return true;
  }

  /** The second reader may sleep, where the writer does not. */
  #wakeSecondReader(): void {
    if (this.#secondReader === null) return;
    if (Atomics.load(this.#slots, Slot.SECOND_READER_SLEEPS) !== 0)
      Atomics.notify(this.#slots, Slot.GO);
  }

  /** The racing load, behind the store where there is one: that takes the fault then. */
  #race(at: number): number {
    const { storeOffsetBytes } = this.#rule;
    if (storeOffsetBytes !== null) this.#loads.store(at + storeOffsetBytes, this.#stamp);
    return this.#loads.byteAt(at);
  }

  #countOutcome(outcome: number, staggerSpins: number): void {
    count(this.#tally, Count.ATTEMPTS);
    if (this.#discarded) {
      count(this.#tally, Count.DISCARDED);
      return;
    }
    if (outcome === Load.WRONG) return;
    const late = outcome === Load.LATE;
    count(this.#tally, late ? Count.LATE : Count.EARLY);
    if (!this.#strategy.isSteered) return;
    this.#choice.stagger.note(late, this.#overlapped);
    this.#bins.note(staggerSpins, late);
  }

  #noteStale({ index, staggerSpins, byte, inSecondReader }: Broken): void {
    const findings = inSecondReader ? this.#secondReader?.findings : this.#findings;
    findings?.note(index, this.#staleLoad(staggerSpins, byte), this.#tally);
    if (!this.#strategy.isSteered) return;
    this.#choice.stagger.noteFind(staggerSpins);
    this.#bins.noteStale(staggerSpins);
  }

  /** Loads from the hole, and lets the writer go only then. */
  #loadFirst(attempt: number, at: number): number {
    const byte = this.#race(at);
    if (this.#pagemap !== null) this.#lookForHugePage(this.#pagemap, attempt, at);
    publish(this.#slots, Slot.GO, attempt, Slot.WRITER_SLEEPS);
    this.#discarded = false;
    return byte;
  }

  /** Lets the writer go, and loads from the hole at the same time. */
  #loadAtOnce(attempt: number, at: number, staggerSpins: number): number {
    const slots = this.#slots;
    const sampled = isSampled(attempt);
    if (sampled) this.#timing.letGo();
    const slept = publish(slots, Slot.GO, attempt, Slot.WRITER_SLEEPS);
    // Before the stagger, which is counted from here on.
    if (this.#judgesLate) this.#judge.judge();
    this.#wakeSecondReader();
    this.#discarded = slept && this.#strategy.mayDiscard;
    this.#hook?.faultBegins();
    if (staggerSpins > 0 && this.#strategy.delay === 'spins') spin(slots, staggerSpins);
    if (sampled) this.#timing.loadBegins();
    const before = Atomics.load(slots, Slot.WRITE_STATE);
    const byte = this.#race(at);
    const after = Atomics.load(slots, Slot.WRITE_STATE);
    this.#hook?.faultEnds();
    if (sampled) this.#timing.loadEnds();
    this.#overlapped = ranAtOnce(attempt, before, after);
    if (this.#overlapped) {
      if (!this.#discarded) count(this.#tally, Count.OVERLAPPED);
    } else if (this.#pagemap !== null && after < writeBegun(attempt)) {
      this.#lookForHugePage(this.#pagemap, attempt, at);
    }
    return byte;
  }

  /** Looks what the fault has mapped, which is known only if the write has still not begun after it. */
  #lookForHugePage(pagemap: Pagemap, attempt: number, at: number): void {
    const huge = isMappedHuge(pagemap, at - (at % HUGE_PAGE_BYTES));
    if (Atomics.load(this.#slots, Slot.WRITE_STATE) >= writeBegun(attempt)) return;
    count(this.#tally, Count.HUGE_LOOKS);
    if (huge) count(this.#tally, Count.HUGE_FAULTS);
  }

  /** Tells of a stale read in the way that this round takes. */
  #staleLoad(stagger: number, loaded: number | null): StaleLoad {
    const { strategy, pointName } = this.#choice;
    return { attempt: this.#attempts, stagger, strategy, probe: pointName, loaded };
  }
}
