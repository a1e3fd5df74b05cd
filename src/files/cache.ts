/** The folder in which holerace keeps what is costly to make again (XDG Base Directory Specification). */
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { messageOf, UsageError } from '../errors.js';
import { clearLeftovers, literally, OWNER, ownerMark } from './leftovers.js';
import { atExit, removeTree } from './scratch.js';

/**
 * The cache folder; it need not exist.
 *
 * @throws UsageError where nothing says where it could be
 */
export function cacheFolder(): string {
  const xdg = process.env.XDG_CACHE_HOME;
  // The specification tells to ignore a relative path.
  const base = xdg !== undefined && path.isAbsolute(xdg) ? xdg : path.join(homeFolder(), '.cache');
  return path.join(base, 'holerace');
}

/** Without HOME Node.js asks the user database, in which a user of a container may be missing. */
function homeFolder(): string {
  try {
    return os.homedir();
  } catch {
    throw new UsageError(
      'this user has no home folder (neither HOME nor an entry in passwd): set XDG_CACHE_HOME to a folder that you may write to',
    );
  }
}

/**
 * A cached file or folder, made if it is not there yet. It is made under another name and renamed when
 * it is whole, so that a failed or killed run leaves nothing half-made under the name that counts.
 *
 * @param name below the cache folder
 * @param make makes it at the path that it is given
 * @returns its path
 */
export async function cached(
  name: string,
  make: (draft: string) => Promise<void>,
): Promise<string> {
  const entry = path.join(cacheFolder(), name);
  if (existsSync(entry)) return entry;
  clearDrafts(entry);
  const draft = `${entry}.draft-${ownerMark()}-${randomBytes(4).toString('hex')}`;
  try {
    mkdirSync(path.dirname(entry), { recursive: true });
  } catch (error) {
    throw new UsageError(
      `the cache folder ${path.dirname(entry)} cannot be made (${messageOf(error)}): set XDG_CACHE_HOME to a folder that you may write to`,
    );
  }
  const removeDraft = () => void removeTree(draft);
  const forget = atExit(removeDraft);
  try {
    await make(draft);
    moveInto(draft, entry);
  } catch (error) {
    throw explainCache(error, entry);
  } finally {
    removeDraft();
    forget();
  }
  return entry;
}

/** Another machine may share the cache, and its processes are not to be seen here. */
const DRAFT_LIMIT_MS = 24 * 3600 * 1000;

/** Removes what runs that were killed have begun of an entry. */
function clearDrafts(entry: string): void {
  const name = literally(`${path.basename(entry)}.draft-`);
  clearLeftovers({
    folder: path.dirname(entry),
    name: new RegExp(`^${name}${OWNER}-[0-9a-f]{8}(?:\\..+)?$`),
    isFree: (place) => Date.now() - lstatSync(place).mtimeMs > DRAFT_LIMIT_MS,
    remove: removeTree,
  });
}

const CACHE_REASONS: Readonly<Record<string, string>> = {
  EACCES: 'set XDG_CACHE_HOME to a folder that you may write to',
  EROFS: 'set XDG_CACHE_HOME to a folder that you may write to',
  ENOSPC: 'free some space there, or set XDG_CACHE_HOME or TMPDIR to another disk',
  EFBIG: 'raise ulimit -f',
};

/** What the system refused in the cache, as a sentence; any other error as it is. */
function explainCache(error: unknown, entry: string): unknown {
  const cure = CACHE_REASONS[(error as NodeJS.ErrnoException).code ?? codeOfTool(error)];
  if (cure === undefined) return error;
  return new UsageError(
    `the cache ${path.dirname(entry)} cannot be written (${messageOf(error)}): ${cure}`,
  );
}

/** A tool that writes there says the same in words (strerror(3)). */
function codeOfTool(error: unknown): string {
  return error instanceof UsageError && /No space left on device/.test(error.message)
    ? 'ENOSPC'
    : '';
}

/** Another run may have been first: its entry is as good. */
function moveInto(draft: string, entry: string): void {
  try {
    renameSync(draft, entry);
  } catch (error) {
    if (!existsSync(entry)) throw error;
  }
}

/** Keeps the newest entries of a cache folder, so that it does not grow with every build and every crash. */
export function prune(folder: string, keep: number): void {
  const entries = readdirSync(folder).map((name) => {
    const file = path.join(folder, name);
    return { file, changedMs: statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0 };
  });
  entries.sort((one, other) => other.changedMs - one.changedMs);
  for (const { file } of entries.slice(keep)) rmSync(file, { recursive: true, force: true });
}
