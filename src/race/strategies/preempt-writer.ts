import { PREEMPTING, preempt } from './preempt.js';
import type { Strategy } from './strategy.js';

/** What makes the reader the one that preempts: it sleeps wherever it waits, so that the writer comes to do its part. */
export const READER_AHEAD = { ahead: 'reader', spins: PREEMPTING.writerSpins } as const;

/**
 * As `preempt`, the other way round: a timer has the reader preempt the writer in the middle of the call that changes
 * the file, and its fault runs between two statements of that.
 */
export const preemptWriter: Strategy = {
  ...preempt,
  ...READER_AHEAD,
  about: 'as preempt the other way round: a timer has the fault preempt the change',
};
