import path from 'node:path';
import t from 'tap';
import { explainEnd } from '../../src/race/child-end.js';

const folder = t.testdir();
const file = path.join(folder, '.holerace-raced');
const WHOLE = { garbage: null, overdue: false, stuck: null };

t.test('what its parent has seen comes first', async (t) => {
  const killed = { signal: 'SIGKILL' };
  t.match(explainEnd(killed, { ...WHOLE, stuck: 'it is stuck' }, file), {
    kind: 'hang',
    message: 'it is stuck',
  });
  t.match(explainEnd(killed, { ...WHOLE, overdue: true }, file), { kind: 'hang' });
  t.match(explainEnd('unkillable', WHOLE, file), { kind: 'hang' });
  t.match(explainEnd(killed, { ...WHOLE, garbage: 'x' }, file), {
    kind: 'garbage',
    message: 'the racing process sent what is no record: x',
  });
});

t.test('a file that has gone is told as that, and no other error of a file', async (t) => {
  const stderr = (message: string) => `file:///x.js:1\n\nError: ${message}\n    at open (node:fs)`;
  const ended = (message: string) => ({ exitCode: 1, stderr: stderr(message) });
  const gone = `the file that was raced has gone from ${folder}: leave that folder alone until the run has ended`;
  const none = 'ENOENT: no such file or directory';
  for (const call of [`open '${file}'`, `lstat '${folder}'`])
    t.match(explainEnd(ended(`${none}, ${call}`), WHOLE, file), { kind: 'died', message: gone });
  const others = [`${none}, open '/usr/lib/x.so'`, `EIO: i/o error, open '${file}'`];
  for (const other of others) {
    const { message } = explainEnd(ended(other), WHOLE, file);
    t.equal(message, `the racing process was ended with status 1: Error: ${other}`);
  }
});

t.test('a signal is told, and SIGBUS as the answer of the kernel', async (t) => {
  t.match(explainEnd({ signal: 'SIGSEGV' }, WHOLE, file), {
    message: 'the racing process was ended by SIGSEGV',
  });
  t.match(explainEnd({ signal: 'SIGBUS' }, WHOLE, file), {
    message: 'the kernel answered a mapped read with SIGBUS',
  });
});
