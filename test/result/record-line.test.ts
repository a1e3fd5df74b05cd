import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import t from 'tap';

const MODULE = fileURLToPath(new URL('../../src/result/record-line.js', import.meta.url));
const RECORDS = 4000;
/** Far longer than it takes to fill a pipe. */
const SLOW_READER_MS = 700;

t.test('no record is lost where who reads is slow, and the pipe does not block', async (t) => {
  const script = `
    const { descriptorSink } = await import(process.argv[1]);
    // What a Worker does as well.
    process.stdout;
    const sink = descriptorSink(1);
    for (let seconds = 0; seconds < ${RECORDS}; seconds++)
      sink({ record: 'progress', seconds, padding: 'x'.repeat(100) });`;
  const words = ['--input-type=module', '-e', script, MODULE];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  let said = '';
  setTimeout(() => child.stdout.on('data', (chunk) => (said += chunk)), SLOW_READER_MS);
  const [exitCode] = await closed;
  t.equal(exitCode, 0);
  const seconds = said
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { seconds: number }).seconds);
  t.same(
    seconds,
    Array.from({ length: RECORDS }, (_, index) => index),
  );
});
