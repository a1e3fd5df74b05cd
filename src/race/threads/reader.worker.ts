/**
 * The reader: maps the arena, leads the attempts, takes the racing loads and is the one who judges.
 */
import { parentPort } from 'node:worker_threads';
import { stop } from './meeting.js';
import { failureOf, type StepSetup, type WorkerMessage } from './messages.js';
import { Reader } from './reader.js';
import { Stop } from './slots.js';

const say = (message: WorkerMessage): void => parentPort?.postMessage(message);

parentPort?.on('message', (setup: StepSetup) => {
  try {
    const reader = new Reader(setup, (evidence, seconds) =>
      say({ type: 'stale', evidence, seconds }),
    );
    say({ type: 'ready' });
    reader.run();
  } catch (error) {
    say(failureOf(error));
    stop(new Int32Array(setup.slots), Stop.NOW);
  }
  say({ type: 'over' });
});
