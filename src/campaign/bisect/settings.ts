/** The settings of a bisect that nobody has chosen otherwise. */
import type { BisectSettings } from './decision.js';

export const DEFAULT_SETTINGS: BisectSettings = {
  confidence: 0.99,
  kernelCost: 10,
  runLimit: 5000,
  // Clean so often, at 95%, only below a rate of 1 in 20: 3 / 60.
  screenLimit: 60,
};
