/** Points of the kernel that a probe can be set to, and what they are called in results and plans. */

/** Where a thread is waited for: a function of the kernel, or the return from it. */
export interface ProbePoint {
  readonly symbol: string;
  readonly at: 'entry' | 'return';
}

/** What a point is called in results, and in a plan. */
export function pointName({ symbol, at }: ProbePoint): string {
  return `${symbol} ${at}`;
}

/** A function of the kernel, or the return from it. */
const NAME = /^([a-zA-Z_]\w{0,126}) (entry|return)$/;

/** The point of such a name, null where it is none. */
export function pointOf(name: string): ProbePoint | null {
  const [, symbol, at] = NAME.exec(name) ?? [];
  return symbol === undefined ? null : { symbol, at: at as ProbePoint['at'] };
}
