/**
 * The hot loop: a round's attempts. Nothing in it allocates, and no strategy's method is called but those of the one hook:
 * what differs from strategy to strategy is data of the round.
 */
import type { Step } from '../../scenarios/scenario.js';
import type { Rule } from '../changes/change.js';
import { Count, count } from '../counts/tally.js';
import { isSampled } from '../counts/timing.js';
import type { Pagemap } from '../oracle/huge-fault.js';
import type { Judge } from '../oracle/judge.js';
import type { Loads } from '../oracle/loads.js';
import { Load } from '../oracle/oracle.js';
import { placeBytes } from '../places/arena.js';
import { NO_PAGE } from '../places/stamps.js';
import { lookForHugePage } from './huge-look.js';
import { publish, spin, stop, waitFor } from './meeting.js';
import type { Preempter } from './preempter.js';
import type { Round } from './round.js';
import { OVER, ranAtOnce, Slot, Stop, writeBegun, writeReturned } from './slots.js';

export interface AttemptsOrder {
  readonly slots: Int32Array;
  readonly step: Step;
  readonly rule: Rule;
  readonly loads: Loads;
  /** The page tables' view of the mapping, where faults are to map huge pages. */
  readonly pagemap: Pagemap | null;
  readonly judge: Judge;
  /** It is filled anew before each round. */
  readonly round: Round;
  /** By which the reader comes in the middle of the change, in rounds where it is ahead. */
  readonly preempter: Preempter;
  /** Of all rounds together. */
  readonly attemptsLimit: number;
}

export class Attempts {
  /** How many have been made in all rounds. */
  made = 0;
  readonly #slots: Int32Array;
  readonly #step: Step;
  readonly #rule: Rule;
  readonly #loads: Loads;
  readonly #pagemap: Pagemap | null;
  readonly #judge: Judge;
  readonly #round: Round;
  readonly #preempter: Preempter;
  readonly #limit: number;
  #nextStaggerSpins = 0;
  /** Whether the attempt is not as its strategy is: the writer still slept, or the kernel has no such point. */
  #discarded = false;
  /** Whether the reader's own load and the change ran at once, and whether the change had returned when the load ended. */
  #overlapped = false;
  #hadReturned = false;

  constructor(order: AttemptsOrder) {
    this.#slots = order.slots;
    this.#step = order.step;
    this.#rule = order.rule;
    this.#loads = order.loads;
    this.#pagemap = order.pagemap;
    this.#judge = order.judge;
    this.#round = order.round;
    this.#preempter = order.preempter;
    this.#limit = order.attemptsLimit;
  }

  /** Makes attempts until the arena is used up or the race is to end. Returns how many have been kept for judging. */
  make(): number {
    this.#chooseStagger();
    let attempt = 1;
    for (; attempt <= this.#round.attemptsLimit; attempt++) {
      if (this.#isEnough() || this.#round.isOver(attempt, this.#slots)) break;
      if (!this.#attempt(attempt)) return attempt - 1;
    }
    publish(this.#slots, Slot.GO, OVER, Slot.WRITER_SLEEPS);
    return attempt - 1;
  }

  /** Whether the race is to end. A plain load, for an attempt more or less means nothing. */
  #isEnough(): boolean {
    if (this.made >= this.#limit) stop(this.#slots, Stop.SOON);
    return this.#slots[Slot.STOP] !== Stop.NO;
  }

  #chooseStagger(): void {
    this.#nextStaggerSpins = this.#round.isSteered ? this.#round.search.next() : 0;
  }

  /** One attempt. Returns false where the race has been stopped before its write returned. */
  #attempt(attempt: number): boolean {
    const round = this.#round;
    const index = attempt - 1;
    const place = placeBytes(this.#step, index, round.stamp, this.#rule.backwards);
    const at = place + this.#rule.loadOffsetBytes(index);
    const staggerSpins = this.#nextStaggerSpins;
    // Plain, for what the writer sees of GO comes after it.
    this.#slots[Slot.STAGGER] = staggerSpins;
    const racingByte = round.loadsFirst
      ? this.#loadFirst(attempt, at)
      : this.#loadAtOnce(attempt, at, staggerSpins);
    // Behind the look at what the fault has mapped, for the second reader's may take that apart.
    if (this.#step.secondReader === true)
      publish(this.#slots, Slot.READER_LOADED, attempt, Slot.SECOND_READER_SLEEPS);
    const outcome = round.outcomeOf(racingByte, this.#hadReturned);
    this.made++;
    this.#countOutcome(outcome, staggerSpins);
    // While write(2) is still on its way: behind it the writer would have to wait for that.
    this.#chooseStagger();
    const returned = writeReturned(attempt);
    if (!waitFor(this.#slots, Slot.WRITE_STATE, returned, Slot.READER_SLEEPS, round.spins))
      return false;
    if (!this.#secondReaderIsDone(attempt)) return false;
    this.#judge.keep(index, at, staggerSpins, racingByte, outcome);
    if (!round.judgesLate) this.#judge.judge();
    return true;
  }

  /** Loads from the place, and lets the writer go only then. */
  #loadFirst(attempt: number, at: number): number {
    const byte = this.#race(at);
    this.#lookForHugePage(attempt, at);
    publish(this.#slots, Slot.GO, attempt, Slot.WRITER_SLEEPS);
    this.#discarded = false;
    return byte;
  }

  /** Lets the writer go, and loads from the place at the same time. */
  #loadAtOnce(attempt: number, at: number, staggerSpins: number): number {
    const slots = this.#slots;
    const round = this.#round;
    const sampled = isSampled(attempt);
    if (sampled) round.timing.letGo();
    if (round.readerAhead) this.#preempter.aim();
    const slept = publish(slots, Slot.GO, attempt, Slot.WRITER_SLEEPS);
    // Before the stagger, which is counted from here on.
    if (round.judgesLate) this.#judge.judge();
    if (round.second !== null) this.#wakeSecondReader();
    this.#discarded = slept && round.mayDiscard;
    round.hook?.faultBegins();
    if (round.readerAhead) this.#preempter.sleep(staggerSpins);
    else if (staggerSpins > 0 && round.spinsStagger) spin(slots, staggerSpins);
    if (sampled) round.timing.loadBegins();
    const before = Atomics.load(slots, Slot.WRITE_STATE);
    const byte = this.#race(at);
    const after = Atomics.load(slots, Slot.WRITE_STATE);
    round.hook?.faultEnds();
    if (round.lacksProbe(slots)) this.#discarded = true;
    if (sampled) round.timing.loadEnds();
    this.#overlapped = ranAtOnce(attempt, before, after);
    this.#hadReturned = after >= writeReturned(attempt);
    if (this.#overlapped) {
      if (!this.#discarded) count(round.tally, Count.OVERLAPPED);
    } else if (after < writeBegun(attempt)) this.#lookForHugePage(attempt, at);
    return byte;
  }

  /** The racing load, behind the store where there is one: that takes the fault then. */
  #race(at: number): number {
    const { storeOffsetBytes } = this.#rule;
    const stored =
      storeOffsetBytes === null || this.#loads.store(at + storeOffsetBytes, this.#round.stamp);
    const byte = this.#loads.byteAt(at);
    return stored ? byte : NO_PAGE;
  }

  #countOutcome(outcome: number, staggerSpins: number): void {
    const round = this.#round;
    count(round.tally, Count.ATTEMPTS);
    if (this.#discarded) count(round.tally, Count.DISCARDED);
    if (this.#discarded || outcome >= Load.WRONG) return;
    const late = outcome === Load.LATE;
    count(round.tally, late ? Count.LATE : Count.EARLY);
    if (!round.isSteered) return;
    round.search.note(late, this.#overlapped);
    round.bins.note(staggerSpins, late);
  }

  /** Waits until the second reader's fault has ended too. Returns false where the race has been stopped before. */
  #secondReaderIsDone(attempt: number): boolean {
    const { second, spins } = this.#round;
    if (second === null) return true;
    if (!waitFor(this.#slots, Slot.SECOND_READER, attempt, Slot.READER_SLEEPS, spins)) return false;
    // What it has mapped is judged as well: one of the two is enough for the attempt to have been a hit.
    const isMet = Atomics.load(this.#slots, Slot.SECOND_READER_MET) === attempt;
    if (isMet && !this.#overlapped && !this.#discarded) count(this.#round.tally, Count.OVERLAPPED);
    return true;
  }

  /** It may sleep, where the writer does not. */
  #wakeSecondReader(): void {
    if (Atomics.load(this.#slots, Slot.SECOND_READER_SLEEPS) !== 0)
      Atomics.notify(this.#slots, Slot.GO);
  }

  #lookForHugePage(attempt: number, at: number): void {
    const pagemap = this.#pagemap;
    if (pagemap !== null) lookForHugePage(this.#slots, this.#round.tally, pagemap, attempt, at);
  }
}
