/** The limits that a shell has put on this process, which a process that dies of them does not name. */
import { readFileSync } from 'node:fs';

/** Which of them end a race, as /proc/self/limits calls them (proc_pid_limits(5)), and the option of ulimit. */
const LIMITS: readonly { readonly name: string; readonly option: string }[] = [
  { name: 'Max address space', option: '-v' },
  { name: 'Max data size', option: '-d' },
  { name: 'Max cpu time', option: '-t' },
  { name: 'Max file size', option: '-f' },
];

/** What to say where a process died that such a limit may have ended; empty where there is none. */
export function limitWords(text = readFileSync('/proc/self/limits', 'utf8')): string {
  const set = LIMITS.filter(({ name }) => !isUnlimited(text, name));
  if (set.length === 0) return '';
  const options = set.map(({ option }) => `ulimit ${option}`).join(' and ');
  return `; ${options} limits it: raise that, for it may be the cause`;
}

function isUnlimited(limits: string, name: string): boolean {
  const line = limits.split('\n').find((one) => one.startsWith(name));
  return line === undefined || /^unlimited\b/.test(line.slice(name.length).trim());
}
