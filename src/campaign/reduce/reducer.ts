/** Makes a setting smaller and smaller, and keeps what was said of each thing that was left out. */
import type { ReductionPart } from '../../result/reduction.js';
import type { KernelCounts } from '../run-counts.js';
import type { Found } from './found.js';
import { isOftenEnough, type Judgement } from './judgement.js';
import type { Setting } from './setting.js';
import type { Tries } from './tries.js';

type Kind = ReductionPart['kind'];

/** A way to have less. */
export interface Candidate {
  /** What it does without. */
  readonly what: string;
  readonly setting: Setting;
}

export interface ReducerOptions {
  readonly tries: Tries;
  readonly found: Found;
  /** The share of the time in which runs may begin. */
  readonly share: number;
  /** Told as each is known. */
  readonly onPart: (part: ReductionPart) => void;
}

/** A group of which something is needed is halved, whatever else it holds: a little more than one clean run tells. */
const GROUP_CONFIDENCE = 0.6;

export class Reducer {
  readonly #options: ReducerOptions;
  readonly parts: ReductionPart[] = [];
  /** The smallest that is known to be stale, and often enough. */
  smallest: Setting;
  /** Its runs. */
  known: KernelCounts;

  constructor(setting: Setting, known: KernelCounts, options: ReducerOptions) {
    this.smallest = setting;
    this.known = known;
    this.#options = options;
  }

  /** Tries to do without one thing. Returns whether it is done without now. */
  async without(kind: Kind, { what, setting }: Candidate): Promise<boolean> {
    const judgement = await this.#judge(setting);
    const isTaken = judgement.kind === 'stale' && (await this.#take(setting));
    this.#tell(kind, what, setting, judgement, !isTaken);
    return isTaken;
  }

  /**
   * Tries to do with one of several things instead of all.
   *
   * @param candidates each with one alone, and named for it; the most promising first
   * @param others what is there besides, and need not be tried
   */
  async oneOf(
    kind: Kind,
    candidates: readonly Candidate[],
    others: readonly string[],
  ): Promise<void> {
    const tried: [Candidate, Judgement][] = [];
    for (const candidate of candidates) {
      const judgement = await this.#judge(candidate.setting);
      if (judgement.kind === 'stale' && (await this.#take(candidate.setting))) {
        const rest = candidates.filter((one) => one !== candidate).map(({ what }) => what);
        for (const what of [...rest, ...others])
          this.#tell(kind, what, candidate.setting, judgement, false);
        return;
      }
      tried.push([candidate, judgement]);
    }
    for (const [{ what, setting }, judgement] of tried)
      this.#tell(kind, `all but ${what}`, setting, judgement, true);
  }

  /**
   * Tries to do without each of several things: all at once, then halves of what is needed.
   *
   * @param names of them
   * @param settingWithout the smallest setting without those that are named
   */
  async withoutEach(
    kind: Kind,
    names: readonly string[],
    settingWithout: (names: readonly string[]) => Setting,
  ): Promise<void> {
    const gone: string[] = [];
    const groups: (readonly string[])[] = names.length === 0 ? [] : [names];
    for (let group = groups.shift(); group !== undefined; group = groups.shift()) {
      const setting = settingWithout([...gone, ...group]);
      const isOne = group.length === 1;
      const judgement = await this.#judge(setting, isOne ? undefined : GROUP_CONFIDENCE);
      const isTaken = judgement.kind === 'stale' && (await this.#take(setting));
      if (isTaken || isOne) {
        if (isTaken) gone.push(...group);
        for (const what of group) this.#tell(kind, what, setting, judgement, !isTaken);
        continue;
      }
      const half = Math.ceil(group.length / 2);
      groups.unshift(group.slice(0, half), group.slice(half));
    }
  }

  async #judge(setting: Setting, wanted?: number): Promise<Judgement> {
    const { tries, share } = this.#options;
    return tries.judge(setting, this.known, share, wanted);
  }

  /** Goes on from a setting that is stale, unless it is so too rarely. */
  async #take(setting: Setting): Promise<boolean> {
    const { tries, share } = this.#options;
    const counts = await tries.learn(setting, share);
    if (!isOftenEnough(counts, this.known)) return false;
    this.smallest = setting;
    this.known = counts;
    return true;
  }

  #tell(kind: Kind, what: string, setting: Setting, judgement: Judgement, stays: boolean): void {
    const { stale, clean, untested } = this.#options.tries.countsOf(setting);
    const part = { kind, what, ...wordsOf(judgement, stays), stale, clean, untested };
    this.parts.push(part);
    this.#options.onPart(part);
  }
}

/** What a judgement of the setting without a thing makes of the thing. */
function wordsOf(
  judgement: Judgement,
  stays: boolean,
): Pick<ReductionPart, 'finding' | 'confidence' | 'reason' | 'kept'> {
  switch (judgement.kind) {
    case 'stale':
      return stays
        ? { finding: 'not-needed', confidence: 1, reason: RARE, kept: true }
        : { finding: 'not-needed', confidence: 1, reason: null };
    case 'clean':
      return { finding: 'needed', confidence: judgement.confidence, reason: null };
    case 'impossible':
      return { finding: 'needed', confidence: null, reason: judgement.reason };
    case 'undecided':
      return {
        ...{ finding: 'undecided', reason: judgement.reason },
        confidence: judgement.confidence,
      };
  }
}

const RARE = 'stale without it too, but rarely: it is kept';
