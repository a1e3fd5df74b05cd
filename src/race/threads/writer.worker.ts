/** The writer: makes the arena's holes anew each round and fills them one by one with write(2). */
import { parentPort } from 'node:worker_threads';
import { stop } from './meeting.js';
import { failureOf, type StepSetup, type WorkerMessage } from './messages.js';
import { Stop } from './slots.js';
import { Writer } from './writer.js';

const say = (message: WorkerMessage): void => parentPort?.postMessage(message);

parentPort?.on('message', (setup: StepSetup) => {
  try {
    const writer = new Writer(setup);
    say({ type: 'ready' });
    writer.run();
  } catch (error) {
    say(failureOf(error));
    stop(new Int32Array(setup.slots), Stop.NOW);
  }
  say({ type: 'over' });
});
