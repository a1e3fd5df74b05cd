/**
 * What a holerace that was killed (SIGKILL) has left: the next one clears it. A name says who made it: the process and
 * when that began, for its number is given again to others. What another user has made is left alone.
 */
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What is cleared at once; more is left to those after. */
const CLEARED_AT_ONCE = 64;
/** The place of starttime behind the name of the program (proc_pid_stat(5), field 22). */
const STARTTIME = 19;

/** The part of a name that says whose it is: PID-STARTTIME. */
export function ownerMark(): string {
  return `${process.pid}-${startOf(process.pid) ?? 0}`;
}

/** How an owner's mark reads in a regular expression. */
export const OWNER = '(\\d{1,10})-(\\d{1,20})';

/** A text as it reads in a regular expression that matches nothing else (RegExp.escape, which comes with Node.js 24). */
export function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** When a process began, in ticks since the machine did; null where there is no such process. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may hold anything, also parentheses.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[STARTTIME] ?? null;
  } catch {
    return null;
  }
}

export interface Leftovers {
  readonly folder: string;
  /** Matches whole names; its first two groups are those of `OWNER`. */
  readonly name: RegExp;
  /** Whether nobody uses it: a process of another container has no number here. */
  readonly isFree: (place: string) => boolean;
  readonly remove: (place: string) => void;
}

/** Clears what those have left that are gone. What cannot be cleared stays: it costs nobody a verdict. */
export function clearLeftovers({ folder, name, isFree, remove }: Leftovers): void {
  let cleared = 0;
  for (const found of namesIn(folder)) {
    const match = name.exec(found);
    if (match === null || cleared >= CLEARED_AT_ONCE) continue;
    const [, pid = '', start = ''] = match;
    if (startOf(Number(pid)) === start) continue;
    const place = path.join(folder, found);
    try {
      if (lstatSync(place).uid !== process.getuid?.() || !isFree(place)) continue;
      remove(place);
      cleared++;
    } catch {
      // Another run was first, or it cannot be removed.
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
