import t from 'tap';
import { BuildAhead } from '../../../src/campaign/commits/build-ahead.js';
import { UsageError } from '../../../src/errors.js';

t.test('a build that has ended is told once, with how it ended', async (t) => {
  let end: (failed: string | null) => void = () => t.fail('nothing was begun');
  const ahead = new BuildAhead(() => new Promise((resolve) => (end = resolve)));
  t.equal(ahead.isBusy, false);
  ahead.start(7);
  t.throws(() => ahead.start(8), { message: 'a build is under way' });
  t.equal(ahead.take(), null, 'it is under way');
  end('error: expected expression');
  await ahead.wait();
  t.equal(ahead.isBusy, true, 'until it was told');
  t.match(ahead.take(), { commit: 7, failed: 'error: expected expression' });
  t.equal(ahead.take(), null);
  t.equal(ahead.isBusy, false);
});

t.test('what is no fault of the commit is thrown where it is asked for', async (t) => {
  const ahead = new BuildAhead(async () => {
    throw new UsageError('the disk is full');
  });
  ahead.start(1);
  await ahead.wait();
  t.throws(() => ahead.take(), { name: 'UsageError', message: 'the disk is full' });
});

t.test('a build that is not wanted any more is ended', async (t) => {
  const ahead = new BuildAhead(
    (_, signal) => new Promise((resolve) => signal?.addEventListener('abort', () => resolve('x'))),
  );
  ahead.start(1);
  await ahead.stop();
  await t.resolves(new BuildAhead(async () => null).stop(), 'also where there is none');
});
