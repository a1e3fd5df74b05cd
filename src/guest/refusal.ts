/** What the guest says of what cannot be done in it. */
import { messageOf, UntestedError } from '../errors.js';
import type { RaceRecord } from '../result/records.js';
import { MkfsRefusal } from './filesystem.js';

/**
 * The record of an error that is no fault of ours.
 *
 * @param filesystem on which it came about, null where it concerns all
 * @throws the error itself where it is a fault
 */
export function refusalRecord(error: unknown, filesystem: string | null): RaceRecord {
  const reason = messageOf(error);
  if (error instanceof MkfsRefusal) return { record: 'refused', reason };
  if (error instanceof UntestedError) return { record: 'untested', filesystem, reason };
  throw error;
}
