/** A build that goes on while another commit is raced: one at a time, noted between two runs and never in one. */

/** A build that has ended. */
export interface EndedBuild {
  readonly commit: number;
  readonly began: Date;
  readonly seconds: number;
  /** The last lines of one that has failed, else null. */
  readonly failed: string | null;
}

/**
 * Builds a commit. Beside racing it has what that leaves of the machine, until the signal is aborted.
 *
 * @returns its last lines where it has failed, else null
 */
export type Build = (commit: number, beside?: AbortSignal) => Promise<string | null>;

/** Builds a commit, and tells what that took. */
export async function timedBuild(
  build: Build,
  commit: number,
  beside?: AbortSignal,
): Promise<EndedBuild> {
  const began = new Date();
  const failed = await build(commit, beside);
  return { commit, began, seconds: (Date.now() - began.getTime()) / 1000, failed };
}

type Outcome = EndedBuild | { readonly error: unknown };

export class BuildAhead {
  readonly #build: Build;
  readonly #ending = new AbortController();
  #underWay: Promise<void> | null = null;
  #ended: Outcome | null = null;

  constructor(build: Build) {
    this.#build = build;
  }

  /** Whether a build is under way, or one has ended that was not taken yet. */
  get isBusy(): boolean {
    return this.#underWay !== null || this.#ended !== null;
  }

  /** Begins one; not where it is busy. */
  start(commit: number): void {
    if (this.isBusy) throw new Error('a build is under way');
    this.#underWay = timedBuild(this.#build, commit, this.#ending.signal).then(
      (ended) => this.#end(ended),
      (error: unknown) => this.#end({ error }),
    );
  }

  /** Waits until nothing is under way. */
  async wait(): Promise<void> {
    await this.#underWay;
  }

  /**
   * The build that has ended since it was last asked for, null where none has.
   *
   * @throws UsageError what ended it, where that was no fault of the commit
   */
  take(): EndedBuild | null {
    const ended = this.#ended;
    this.#ended = null;
    if (ended !== null && 'error' in ended) throw ended.error;
    return ended;
  }

  /** Ends what is under way, which is not wanted any more. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#underWay;
  }

  #end(outcome: Outcome): void {
    this.#underWay = null;
    this.#ended = outcome;
  }
}
