/** A thread of the race: the reader, the writer or the second reader, step after step. */
import { parentPort, workerData } from 'node:worker_threads';
import type { OnStale } from '../oracle/findings.js';
import { stop } from './meeting.js';
import { failureOf, type RoleName, type StepSetup, type WorkerMessage } from './messages.js';
import { Reader } from './reader.js';
import { SecondReader } from './second-reader.js';
import { Stop } from './slots.js';
import { Writer } from './writer.js';

/** Each opens what it needs as it is made, and takes part in the step until that is over. */
const ROLES: Readonly<
  Record<RoleName, (setup: StepSetup, onStale: OnStale) => { run: () => void }>
> = {
  reader: (setup, onStale) => new Reader(setup, onStale),
  writer: (setup) => new Writer(setup),
  'second-reader': (setup) => new SecondReader(setup),
};

const makeRole = ROLES[workerData as RoleName];
const say = (message: WorkerMessage): void => parentPort?.postMessage(message);

parentPort?.on('message', (setup: StepSetup) => {
  try {
    const role = makeRole(setup, (evidence, atSeconds, kind) =>
      say({ type: 'found', kind, evidence, atSeconds }),
    );
    say({ type: 'ready' });
    role.run();
  } catch (error) {
    say(failureOf(error));
    stop(new Int32Array(setup.slots), Stop.NOW);
  }
  say({ type: 'over' });
});
