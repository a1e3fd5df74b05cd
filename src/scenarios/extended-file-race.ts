import { PAGE_BYTES, type Scenario } from './scenario.js';

/**
 * As fault-write-race, in a file that was made longer, and to which a byte was appended then. A filesystem that keeps up to where a
 * file has data moves that behind the byte: what lies before it reads zeros only if it was made zeros.
 */
export const extendedFileRace: Scenario = {
  id: 'extended-file-race',
  summary:
    'a read fault before the byte that was appended to a file made longer races write(2) there',
  commits: ['11a347fb6cef'],
  steps: [
    {
      pageBytes: PAGE_BYTES,
      strideBytes: PAGE_BYTES,
      places: 64,
      place: 'before-append',
      change: 'write',
      meeting: 'in-turn',
      attempts: 64,
    },
    {
      pageBytes: PAGE_BYTES,
      strideBytes: PAGE_BYTES,
      places: 256,
      place: 'before-append',
      change: 'write',
      meeting: 'at-once',
    },
  ],
  attemptsByDefault: null,
  core: false,
};
