/** How the kernel's complaints are said, the same in every format that people read. */
import type { Complaint } from '../../result/complaint.js';
import type { Result, ScenarioResult } from '../../result/result.js';
import { counted, seconds } from './numbers.js';

/** Said of a result where it is not known whether the kernel complained. */
export const NOBODY_LISTENED = "nobody could listen to the kernel's log";

/** Whether the kernel is known to have complained. */
export function hasComplained({ complaints }: Pick<Result, 'complaints'>): boolean {
  return complaints !== null && complaints.length > 0;
}

/** That the kernel complained, and how often. */
export function complainedWords({ complaints }: Pick<Result, 'complaints'>): string {
  const times = (complaints ?? []).reduce((sum, one) => sum + one.times, 0);
  return `the kernel complained ${times === 1 ? 'once' : counted(times, 'time')}`;
}

/** What a complaint is, in a few words. */
export function complaintName({ kind, place, ...complaint }: Complaint): string {
  const where = [complaint.function, place].filter((one) => one !== null);
  const [first, second] = where;
  if (first === undefined) return kind;
  return second === undefined ? `${kind} in ${first}` : `${kind} in ${first} (${second})`;
}

/** When a complaint came, and how often. */
export function complaintTime(complaint: Complaint): string {
  const { scenario, filesystem, times } = complaint;
  const on = filesystem === null ? '' : ` on ${filesystem}`;
  const during = scenario === null ? `outside any scenario${on}` : `in ${scenario}${on}`;
  const again = times === 1 ? '' : `, ${counted(times, 'time')}`;
  return `${during}, ${seconds(complaint.seconds)} after the race began${again}`;
}

/** What the kernel said while a scenario was raced, null where it said nothing. */
export function meanwhileWords(scenario: ScenarioResult, { complaints }: Result): string | null {
  const during = (complaints ?? []).filter(
    (one) => one.scenario === scenario.id && one.filesystem === scenario.filesystem,
  );
  if (during.length === 0) return null;
  const names = [...new Set(during.map(complaintName))].join(', ');
  return `${complainedWords({ complaints: during })} meanwhile: ${names}`;
}

/** Each complaint in a line. */
export function complaintLines({ complaints }: Pick<Result, 'complaints'>): string[] {
  return (complaints ?? []).map((one) => `complaint: ${one.line} (${complaintTime(one)})`);
}
