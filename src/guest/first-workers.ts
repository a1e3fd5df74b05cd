/** The threads of the first race: a guest's process imports this before all else, so that they start while it loads the rest. */
import { Workers } from '../race/threads/workers.js';

export const firstWorkers = new Workers();
