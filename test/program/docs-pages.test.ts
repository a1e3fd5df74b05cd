/** The commands of docs/ in a sandbox, with guests that are played. */
import t from 'tap';
import { docFiles } from '../fixtures/doc-commands.js';
import { runCommands } from '../fixtures/doc-runs.js';

runCommands(
  t,
  docFiles().filter((file) => file.startsWith('docs/')),
);
