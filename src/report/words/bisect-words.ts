/** How the parts of a bisect are said, the same in every format that people read. */
import type { BisectKernel, BisectReport, RangeCommit } from '../../result/campaign.js';
import { shortHash } from '../../result/history.js';
import type { Verdict } from '../../result/result.js';
import { counted } from './words.js';

/** Kernels that were never run are shown from this probability on. */
const SHOWN_FROM = 0.001;

/** How runs are called: by their verdicts, or as the user told what makes a kernel bad. */
export function outcomeWords(badIf: BisectReport['badIf']): Readonly<Record<Verdict, string>> {
  return badIf === undefined
    ? { stale: 'stale', clean: 'clean', untested: 'untested' }
    : { stale: 'bad', clean: 'good', untested: 'untested' };
}

/** What is looked for. */
export function soughtWords({ looksFor, git }: BisectReport): string {
  const what = git === undefined ? 'kernel' : 'commit';
  return `the first ${looksFor === 'first-bad' ? 'bad' : 'fixed'} ${what}`;
}

/** The commit that a kernel is, where it is one. */
function commitOf(k: string, git: BisectReport['git']): RangeCommit | undefined {
  return git?.commits.find(({ hash }) => hash === k);
}

/** How the kernels of a table are called: a commit by its hash and its subject. */
export function labelOf(
  { k, unbuilt }: Pick<BisectKernel, 'k' | 'unbuilt'>,
  git: BisectReport['git'],
): string {
  const commit = commitOf(k, git);
  if (commit === undefined) return k;
  const failed = unbuilt === undefined ? '' : ' (does not build)';
  return `${shortHash(k)} ${commit.subject}${failed}`;
}

/** What an answer names: of a commit all that its author would ask for. */
function namesOf({ answer, git }: BisectReport): string[] {
  return answer.kernels.map((k) => {
    const commit = commitOf(k, git);
    if (commit === undefined) return k;
    return `${k} ("${commit.subject}", ${commit.author}, ${commit.date.slice(0, DAY)})`;
  });
}

/** The day of a date as ISO 8601 has it. */
const DAY = 'YYYY-MM-DD'.length;

/** Close to certainty with two digits more, rounded down: nothing that was inferred is 100%. */
export function percent(probability: number): string {
  if (probability < SHOWN_FROM) return `<${100 * SHOWN_FROM}%`;
  if (probability <= 0.99) return `${(100 * probability).toFixed(1)}%`;
  return `${(Math.floor(probability * 1e4) / 100).toFixed(2)}%`;
}

/** What the bisect has come to, in a sentence. */
export function answerWords(bisect: BisectReport): string {
  const { confirmed, answer, confidence, refused } = bisect;
  if (refused !== undefined) return refused;
  const what = soughtWords(bisect);
  const names = namesOf(bisect);
  const chance = percent(answer.probability);
  if (!confirmed) {
    const best = names.join(', ');
    return `${what} is not known with a confidence of ${percent(confidence)}: most likely ${best} (${chance})`;
  }
  if (names.length === 1) return `${what} is ${names[0]} (${chance})`;
  return `${what} is one of ${names.join(', ')} (${chance} together): what lies between them cannot be tested`;
}

/** Digits of a hash in a tag (Documentation/process/submitting-patches.rst). */
const TAG_DIGITS = 12;

/** The tag that a mend of the first bad commit carries; null where no single commit is known to be that. */
export function fixesTag(bisect: BisectReport): string | null {
  const { confirmed, answer, git, looksFor } = bisect;
  const [k = '', ...others] = answer.kernels;
  const commit = commitOf(k, git);
  if (!confirmed || looksFor !== 'first-bad' || others.length > 0 || commit === undefined)
    return null;
  return `Fixes: ${k.slice(0, TAG_DIGITS)} ("${commit.subject}")`;
}

/** What the answer rests on, in a sentence. */
export function runsWords({ kernels, rate, badIf, git }: BisectReport): string {
  const runs = kernels.reduce((sum, kernel) => sum + runsOf(kernel), 0);
  const booted = kernels.filter((kernel) => runsOf(kernel) > 0).length;
  const failed = kernels.filter(({ unbuilt }) => unbuilt !== undefined).length;
  const skipped = failed === 0 ? '' : `, ${counted(failed, 'commit')} that could not be built`;
  const among = git === undefined ? '' : ` among ${counted(kernels.length, 'commit')}${skipped}`;
  const by = badIf === undefined ? '' : `, by --bad-if ${badIf.join(', ')}`;
  const chance = `${rate.mean.toFixed(2)} ± ${rate.deviation.toFixed(2)}`;
  return `${counted(runs, 'run')} of ${counted(booted, 'kernel')}${among}; a run of a bad kernel is ${outcomeWords(badIf).stale} with a chance of ${chance}${by}`;
}

export function runsOf({ stale, clean, untested }: BisectKernel): number {
  return stale + clean + untested;
}

/** Whether there is something to say of a kernel. */
export function isTold(kernel: BisectKernel): boolean {
  return runsOf(kernel) > 0 || kernel.unbuilt !== undefined || kernel.probability >= SHOWN_FROM;
}

/** What its runs make of a kernel, null where there was none: one stale run is enough. */
export function verdictOfKernel({ stale, clean, untested }: BisectKernel): Verdict | null {
  if (stale > 0) return 'stale';
  if (clean > 0) return 'clean';
  return untested > 0 ? 'untested' : null;
}
