import { RACING, type Strategy } from './strategy.js';

/** Two threads on two cpus, let go together, one of them a few spins later. */
export const stagger: Strategy = {
  ...RACING,
  about: 'two threads are let go together, one of them a few spins later',
  mayJudgeLate: true,
};
