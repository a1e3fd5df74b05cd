import { closeSync, openSync, writeSync } from 'node:fs';
import { truncate } from '../../native/extents.js';
import { fileBytes } from './arena.js';
import { isAllHole } from './extents.js';
import { IN_FILE, type Place } from './place.js';
import { usedBlocks } from './used-blocks.js';

const END = Buffer.of(1);

/** No block or one without data: the file was made long, and a byte was appended to it behind the arena. */
export const beforeAppend: Place = {
  ...IN_FILE,
  words: 'holes before an appended byte',
  isByNature: true,
  maker: (arena) => {
    const leaveUsed = usedBlocks(arena);
    return (stamp) => {
      leaveUsed(stamp);
      truncate(arena.fd, fileBytes(arena.shape));
      // Its own descriptor: O_APPEND takes the end of the file, whatever position it stands at.
      const appending = openSync(`/proc/self/fd/${arena.fd}`, 'a');
      try {
        writeSync(appending, END);
      } finally {
        closeSync(appending);
      }
    };
  },
  isThere: isAllHole,
};
