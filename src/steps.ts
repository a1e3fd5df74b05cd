/**
 * The steps of long work, told to whoever follows it: a terminal, a line of a table, nobody. Whoever does
 * the work need not know, and several kernels may be worked on at once.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

export interface Step {
  /** Such as `booting 6.1.0`. */
  readonly name: string;
  /** Of interest only while it is under way, or to those who ask for details. */
  readonly isDetail: boolean;
}

export type StepListener = (step: Step) => void;

const listeners = new AsyncLocalStorage<StepListener>();

/** Does some work, and hands its steps to a listener. */
export async function withSteps<T>(listener: StepListener, work: () => Promise<T>): Promise<T> {
  return listeners.run(listener, work);
}

/** Tells that a step begins; the one before it has ended. */
export function tellStep(name: string): void {
  listeners.getStore()?.({ name, isDetail: false });
}

/** Tells that a step begins that is a detail. */
export function tellDetail(name: string): void {
  listeners.getStore()?.({ name, isDetail: true });
}
