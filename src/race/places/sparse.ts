import { isAllHole } from './extents.js';
import { IN_FILE, nothingToMake, type Place } from './place.js';

/** No block: the file was only made long. */
export const sparse: Place = {
  ...IN_FILE,
  words: 'holes',
  isByNature: true,
  maker: nothingToMake,
  isThere: isAllHole,
};
