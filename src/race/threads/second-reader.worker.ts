/** The second reader: the second reader of the scenarios that have one. */
import { parentPort } from 'node:worker_threads';
import { stop } from './meeting.js';
import { failureOf, type StepSetup, type WorkerMessage } from './messages.js';
import { SecondReader } from './second-reader.js';
import { Stop } from './slots.js';

const say = (message: WorkerMessage): void => parentPort?.postMessage(message);

parentPort?.on('message', (setup: StepSetup) => {
  try {
    const secondReader = new SecondReader(setup);
    say({ type: 'ready' });
    secondReader.run();
  } catch (error) {
    say(failureOf(error));
    stop(new Int32Array(setup.slots), Stop.NOW);
  }
  say({ type: 'over' });
});
