/** What a machine lacks for a strategy is told with the advice of that strategy, and of no other. */
import os from 'node:os';
import { execa } from 'execa';
import t from 'tap';
import { availableStrategies, lackedHere } from '../../../src/race/strategies/here.js';
import { chosenStrategies, STRATEGIES } from '../../../src/race/strategies/list.js';
import { CLI } from '../../fixtures/cli.js';

t.test('those that are there are those that lack nothing, and some always are', async (t) => {
  t.same(
    availableStrategies(),
    chosenStrategies.filter((id) => STRATEGIES[id].lacks() === null),
  );
  for (const id of ['stagger', 'second-reader'] as const) t.equal(lackedHere(id), null);
});

/** Enough for Node.js, and too few for the timer of slow-interrupt. */
const OPEN_FILES = 240;
const skip = os.availableParallelism() < 2 ? 'there is one cpu' : false;

t.test('a missing slow interrupt is not answered with advice for preempt', { skip }, async (t) => {
  const words = ['run', t.testdir(), '--expect', 'any', '--strategy', 'slow-interrupt'];
  const limited = `ulimit -n ${OPEN_FILES} && exec "$0" "$@"`;
  const { exitCode, stdout } = await execa(
    'bash',
    ['-c', limited, process.execPath, CLI, ...words],
    { reject: false },
  );
  t.equal(exitCode, 125, stdout);
  t.match(stdout, /slow-interrupt cannot be done here: .*raise the limit of open files/);
  t.notMatch(stdout, /preempt/);
});
