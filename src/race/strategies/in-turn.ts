import { RACING, type Strategy } from './strategy.js';

/** A sequence and no race: the fault has ended before the change begins. */
export const inTurn: Strategy = {
  ...RACING,
  about: 'the fault has ended before the change begins: a sequence, no race',
  delay: 'turn',
  isSteered: false,
  isLeftToChance: false,
  mayDiscard: false,
  isChosen: false,
  fits: ({ meeting }) => meeting === 'in-turn',
};
