/** The interruption of holerace, for the tools that run for it: set once, where the signals are handled. */
export const interruption: { signal: AbortSignal | null } = { signal: null };
