/** In the place of bytes: there was no page to load them from, and a load would have been answered with SIGBUS. */
export const SIGBUS = 'SIGBUS';

export type NoPage = typeof SIGBUS;
