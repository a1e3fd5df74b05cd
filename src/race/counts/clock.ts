/** The one clock that all threads of a process share: performance.now() begins anew in each. Returns seconds. */
export function monotonicSeconds(): number {
  return Number(process.hrtime.bigint()) / 1e9;
}
