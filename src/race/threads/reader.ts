/** The reader's side of a step: it leads the rounds, and chooses the strategy of each. */
import { closeSync, openSync } from 'node:fs';
import { addressOf } from '../../native/libc.js';
import { HUGE_PAGE_BYTES } from '../../native/page-sizes.js';
import { threadId } from '../../native/probe.js';
import type { Step } from '../../scenarios/scenario.js';
import type { Rule } from '../changes/change.js';
import { CHANGES } from '../changes/list.js';
import { countsIn, type StrategyCounts } from '../counts/counts.js';
import { Count, count, notePoints } from '../counts/tally.js';
import type { StaleLoad } from '../oracle/evidence.js';
import { checkBoth, type OnStale } from '../oracle/findings.js';
import { openPagemap } from '../oracle/huge-fault.js';
import { type Broken, isJudgedLate, Judge } from '../oracle/judge.js';
import { PLACES } from '../places/list.js';
import { ExtentsProof } from '../places/proof.js';
import { stampOf } from '../places/stamps.js';
import { Choice } from '../strategies/choice.js';
import { hasSecondReader, strategyIn } from '../strategies/list.js';
import { Attempts } from './attempts.js';
import { publish, storeAddress, waitFor } from './meeting.js';
import type { StepSetup } from './messages.js';
import { Owned } from './owned.js';
import { Preempter } from './preempter.js';
import { FIRST_ROUND_LIMIT_MS, Round, type RoundLimits } from './round.js';
import { OVER, Slot } from './slots.js';
import { View } from './view.js';

export class Reader {
  readonly #step: Step;
  readonly #rule: Rule;
  readonly #seed: number;
  readonly #slots: Int32Array;
  /** One for each strategy. */
  readonly #counts: readonly StrategyCounts[];
  readonly #owned = new Owned();
  readonly #view: View;
  /** The second reader's, null where the step has none in any round. */
  readonly #secondView: View | null;
  readonly #extents: ExtentsProof;
  readonly #judge: Judge;
  readonly #choice: Choice;
  readonly #round: Round;
  readonly #attempts: Attempts;
  /** Attempts of a round: a race of few has some left for every strategy. */
  readonly #limits: RoundLimits;
  readonly #preempter: Preempter;

  /**
   * Opens and maps the file.
   *
   * @throws Error where it cannot: then nothing is left open or mapped
   */
  constructor(setup: StepSetup, onStale: OnStale) {
    const { step, seed, strategies, evidenceLimit } = setup;
    const rule = CHANGES[step.change].rule;
    this.#step = step;
    this.#rule = rule;
    this.#seed = seed;
    this.#slots = new Int32Array(setup.slots);
    this.#preempter = new Preempter(this.#slots, step, 'reader', setup.points);
    this.#counts = countsIn(setup.counts);
    const owned = this.#owned;
    try {
      const flags = rule.storeOffsetBytes === null ? 'r' : 'r+';
      const fd = owned.keep(openSync(setup.path, flags), closeSync);
      const common = { step, rule, fd, evidenceLimit, onStale };
      this.#view = new View({ ...common, isSecond: false }, owned);
      this.#secondView = hasSecondReader(step, strategies)
        ? new View({ ...common, isSecond: true }, owned)
        : null;
      const isHuge = step.pageBytes === HUGE_PAGE_BYTES;
      const pagemap = isHuge ? openPagemap(this.#view.mapping) : null;
      if (pagemap !== null) owned.keep(pagemap.fd, closeSync);
      this.#extents = new ExtentsProof(PLACES[step.place], { fd, shape: step, aim: rule });
      const { loads } = this.#view;
      this.#judge = new Judge(rule, loads, (broken) => this.#noteStale(broken));
      this.#choice = new Choice(strategies, step, setup.points);
      this.#round = new Round(rule, seed, this.#choice, this.#countsOfRound());
      const attemptsLimit = setup.attemptsLimit ?? Number.POSITIVE_INFINITY;
      const share = Math.min(step.places, Math.ceil(attemptsLimit / this.#counts.length));
      this.#limits = { attemptsLimit: share, isTimed: attemptsLimit > step.places };
      this.#attempts = new Attempts({
        ...{ slots: this.#slots, step, rule, loads, pagemap, attemptsLimit },
        ...{ judge: this.#judge, round: this.#round, preempter: this.#preempter },
      });
    } catch (error) {
      owned.close();
      throw error;
    }
    const second = this.#secondView;
    if (second !== null)
      storeAddress(this.#slots, Slot.SECOND_READER_MAPPING, addressOf(second.mapping));
    Atomics.store(this.#slots, Slot.READER_THREAD, threadId());
  }

  /** Round after round, until the writer says that there are no more. Closes the file. */
  run(): void {
    try {
      this.#rounds();
    } finally {
      this.#preempter.leave();
      this.#round.close();
      this.#owned.close();
    }
  }

  #rounds(): void {
    const slots = this.#slots;
    for (let round = 1; ; round++) {
      // Before the places are made: that is a part of what a round costs.
      const startedMs = performance.now();
      const cpuBefore = process.cpuUsage();
      if (!waitFor(slots, Slot.ROUND, round, Slot.READER_SLEEPS, this.#round.spins)) return;
      if (Atomics.load(slots, Slot.ROUND) === OVER) return;
      const { tally } = this.#countsOfRound();
      const staleBefore = tally[Count.STALE] ?? 0;
      this.#raceRound(round);
      if (!this.#waitUntilLeft(round)) return;
      const hits = (tally[Count.STALE] ?? 0) - staleBefore;
      const seconds = (performance.now() - startedMs) / 1000;
      this.#noteCost(round, seconds, process.cpuUsage(cpuBefore), hits);
      this.#chooseNext();
      publish(slots, Slot.ROUND_CHECKED, round, Slot.WRITER_SLEEPS);
    }
  }

  #countsOfRound(): StrategyCounts {
    return this.#counts[this.#choice.index] as StrategyCounts;
  }

  /** One round by one of the strategies. */
  #raceRound(round: number): void {
    const stamp = stampOf(this.#seed, round);
    const strategy = strategyIn(this.#step, this.#choice.strategy);
    const counts = this.#countsOfRound();
    this.#view.beginRound();
    this.#view.findings.beginRound(stamp);
    this.#secondView?.findings.beginRound(stamp);
    count(counts.tally, Count.ROUNDS);
    this.#extents.begin(stamp);
    const takesPart = this.#step.secondReader === true || strategy.hasSecondReader;
    const second = takesPart ? this.#secondView : null;
    // It sleeps in rounds that are not its own.
    if (second !== null) Atomics.notify(this.#slots, Slot.ROUND);
    this.#judge.beginRound(stamp, second?.loads ?? null);
    this.#preempter.begin(strategy);
    this.#round.begin({
      ...{ strategy, stamp, counts, second },
      ...{ judgesLate: isJudgedLate(this.#step, strategy, this.#rule), ...this.#limits },
    });
    const attempts = this.#attempts.make();
    this.#judge.judge();
    this.#round.end(attempts, this.#slots);
    this.#preempter.end();
    const unseen = this.#staleLoad(0, null);
    checkBoth([this.#view.findings, second?.findings], attempts, unseen, counts.tally);
    if (this.#extents.end(stamp, attempts)) count(counts.tally, Count.PROVED_ROUNDS);
  }

  /** Returns false where the race was stopped before the writer has left the round. */
  #waitUntilLeft(round: number): boolean {
    return waitFor(this.#slots, Slot.ROUND_LEFT, round, Slot.READER_SLEEPS, this.#round.spins);
  }

  #noteCost(round: number, seconds: number, cpu: NodeJS.CpuUsage, hits: number): void {
    const { tally } = this.#countsOfRound();
    count(tally, Count.SECONDS, seconds);
    count(tally, Count.CPU_SECONDS, (cpu.user + cpu.system) / 1e6);
    notePoints(tally, this.#choice.pointCounts);
    // The step's first round pays for the compiling of what all strategies run: it is not held against the first one.
    const charged = round === 1 ? Math.min(seconds, FIRST_ROUND_LIMIT_MS / 1000) : seconds;
    this.#choice.note(charged, hits);
  }

  /** The strategy of the next round: the writer learns of it before it makes the places. */
  #chooseNext(): void {
    this.#choice.next();
    for (const retired of this.#choice.retired)
      (this.#counts[retired] as StrategyCounts).tally[Count.RETIRED] = 1;
    Atomics.store(this.#slots, Slot.STRATEGY, this.#choice.index);
    Atomics.store(this.#slots, Slot.POINT, this.#choice.point);
  }

  #noteStale({ index, staggerSpins, byte, inSecondReader }: Broken): void {
    const round = this.#round;
    const view = inSecondReader ? round.second : this.#view;
    const kind = view?.findings.note(index, this.#staleLoad(staggerSpins, byte), round.tally);
    if (!round.isSteered) return;
    round.search.noteFind(staggerSpins);
    if (kind === 'stale') round.bins.noteStale(staggerSpins);
  }

  /** Tells of a stale read by the strategy of this round. */
  #staleLoad(stagger: number, loaded: number | null): StaleLoad {
    const met = this.#choice.met(stagger, loaded !== null, this.#slots[Slot.REACHED] as number);
    return { attempt: this.#attempts.made, ...met, loaded };
  }
}
