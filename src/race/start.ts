/** The first record of a race, or of whatever else runs in a guest. */
import os from 'node:os';
import type { RecordSink } from '../result/records.js';
import { VERSION } from '../version.js';

/** Says which kernel is about to be raced. */
export function sendStart(sink: RecordSink): void {
  const cpus = os.availableParallelism();
  sink({ record: 'start', holerace: VERSION, kernelRelease: os.release(), cpus });
}
