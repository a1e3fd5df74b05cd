/** The commits between two ends of a repository's history, as git bisect takes them. */
import { UsageError } from '../errors.js';
import { printable } from '../result/printable.js';
import { lastLine } from '../tools.js';
import { git, tryGit } from './git.js';

/** Characters of a subject or a name that are kept. */
const TEXT_LIMIT = 400;

/** A commit of a range. */
export interface Commit {
  /** All of its hash. */
  readonly hash: string;
  /** The hash of what it holds. */
  readonly tree: string;
  readonly subject: string;
  readonly author: string;
  /** When it was written, as ISO 8601 has it. */
  readonly date: string;
  /** Its parents in the range, as places in the list; with paths, the nearest that touch them. */
  readonly parents: readonly number[];
}

export interface RangeOptions {
  /** A folder of the repository. */
  readonly folder: string;
  readonly good: string;
  readonly bad: string;
  /** Look for the fix: the bad end is the older one. */
  readonly firstFixed: boolean;
  /** Only commits that touch these, seen from that folder; all, where there are none. */
  readonly paths: readonly string[];
}

/**
 * The commits from the older end to the newer one, parents before their children. Both ends are in it, whether they
 * touch the paths or not.
 *
 * @throws UsageError where there is no repository, or the ends are none of a range
 */
export async function readRange(options: RangeOptions): Promise<Commit[]> {
  const { folder, firstFixed, paths } = options;
  await checkRepository(folder);
  const good = await commitOf(folder, '--good', options.good);
  const bad = await commitOf(folder, '--bad', options.bad);
  const [older, newer] = firstFixed ? [bad, good] : [good, bad];
  await checkEnds(options, older, newer);
  const between = await listed(folder, [`^${older}`, newer, '--', ...paths]);
  if (between.length === 0)
    throw new UsageError(
      'no commit between the ends touches these paths: give others, or none to take all commits',
    );
  const [first] = await listed(folder, ['--no-walk', older]);
  const commits = first === undefined ? between : [{ ...first, above: [] }, ...between];
  if (commits.at(-1)?.hash !== newer) {
    const [last] = await listed(folder, ['--no-walk', newer]);
    if (last !== undefined) commits.push({ ...last, above: [commits.at(-1)?.hash ?? ''] });
  }
  const place = new Map(commits.map(({ hash }, index) => [hash, index]));
  return commits.map(({ above, ...commit }) => ({
    ...commit,
    parents: [...new Set(above)].flatMap((hash) => place.get(hash) ?? []),
  }));
}

async function checkRepository(folder: string): Promise<void> {
  const { ok, stdout, stderr } = await tryGit(folder, ['rev-parse', '--is-shallow-repository']);
  if (!ok)
    throw new UsageError(
      `--git ${folder} is no repository that git reads (${lastLine(stderr)}): give the folder of one`,
    );
  if (stdout.trim() === 'true')
    throw new UsageError(
      `the repository ${folder} is a shallow clone, which lacks history: run git fetch --unshallow there`,
    );
}

async function commitOf(folder: string, option: string, name: string): Promise<string> {
  const asked = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
  const { ok, stdout } = await tryGit(folder, asked);
  if (ok) return stdout.trim();
  throw new UsageError(
    `${option} ${name} is no commit of the repository ${folder}: give a tag, a branch or a hash`,
  );
}

async function checkEnds(
  { folder, firstFixed, good, bad }: RangeOptions,
  older: string,
  newer: string,
): Promise<void> {
  if (older === newer)
    throw new UsageError('--good and --bad are the same commit: there is nothing between them');
  const { ok, stdout } = await tryGit(folder, ['merge-base', older, newer]);
  const base = stdout.trim();
  if (base === older) return;
  if (base === newer)
    throw new UsageError(
      firstFixed
        ? 'the good commit comes before the bad one: leave out --first-fixed to look for the first bad one'
        : 'the bad commit comes before the good one: swap them, or use --first-fixed to look for the fix',
    );
  const [name, other] = firstFixed ? [`--bad ${bad}`, 'good'] : [`--good ${good}`, 'bad'];
  if (!ok || base === '')
    throw new UsageError(`${name} and the ${other} commit have no history in common: give others`);
  throw new UsageError(
    `${name} is no ancestor of the ${other} commit: test their merge base ${base} first, and give that instead`,
  );
}

type Listed = Omit<Commit, 'parents'> & { readonly above: readonly string[] };

/** What git lists; the parents of a commit are those that git shows it with. */
async function listed(folder: string, revisions: readonly string[]): Promise<Listed[]> {
  const output = await git('listing the commits of the range', folder, [
    ...['rev-list', '--topo-order', '--reverse', '--parents'],
    ...['--format=%T%x00%an%x00%aI%x00%s', ...revisions],
  ]);
  const lines = output.split('\n');
  const commits: Listed[] = [];
  for (let line = 0; line + 1 < lines.length; line += 2) {
    const [, hash = '', ...above] = lines[line]?.split(' ') ?? [];
    const [tree = '', author = '', date = '', subject = ''] = lines[line + 1]?.split('\0') ?? [];
    const [short, by] = [subject, author].map((text) => printable(text).slice(0, TEXT_LIMIT));
    commits.push({ hash, tree, author: by ?? '', date, subject: short ?? '', above });
  }
  return commits;
}
