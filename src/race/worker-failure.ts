import type { WorkerMessage } from './worker-messages.js';

/** What a worker says when it cannot go on. */
export function failureOf(error: unknown): WorkerMessage {
  const { code, message } = error as NodeJS.ErrnoException;
  return { type: 'failed', code: code ?? null, message: message ?? String(error) };
}
