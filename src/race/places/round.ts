/** Makes the arena anew for each round, by what its faults are to find. */
import { truncate } from '../../native/extents.js';
import { ARENA_OFFSET_BYTES, arenaBytes, fileBytes } from './arena.js';
import type { Arena, Maker, Place } from './place.js';

/**
 * What makes all places of a round: a file of the right length without a block, and then what the kind puts there.
 *
 * @param arena its file is open for writing
 */
export function roundMaker(place: Place, arena: Arena): Maker {
  const { fd, shape } = arena;
  const lengthBytes = place.isBehindEnd
    ? ARENA_OFFSET_BYTES
    : fileBytes(shape) + (place.hasOwner ? arenaBytes(shape) : 0);
  const make = place.maker(arena);
  return (stamp) => {
    truncate(fd, 0);
    truncate(fd, lengthBytes);
    make(stamp);
  };
}
