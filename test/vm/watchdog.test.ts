import t from 'tap';
import type { Guest, QemuOutcome } from '../../src/vm/qemu/qemu.js';
import { Watchdog } from '../../src/vm/watchdog.js';

const outcome: QemuOutcome = { failed: false, flooded: false, said: '' };

/** A guest that has ended already, or that ends when it is killed. */
function fakeGuest({ endsByItself }: { endsByItself: boolean }) {
  let kills = 0;
  let end: (outcome: QemuOutcome) => void = () => undefined;
  const ended = new Promise<QemuOutcome>((resolve) => {
    end = resolve;
  });
  const kill = () => {
    kills++;
    end(outcome);
  };
  if (endsByItself) end(outcome);
  const guest: Guest = { ended, say: () => undefined, kill };
  return { guest, kills: () => kills };
}

const HOUR_MS = 3_600_000;
const never = new AbortController().signal;

t.test('a guest that ends by itself is left alone', async (t) => {
  const { guest, kills } = fakeGuest({ endsByItself: true });
  t.equal(await new Watchdog(HOUR_MS, 'c0ffee').watch(guest, never), null);
  t.equal(kills(), 0);
});

t.test('a guest that overstays is ended: it has not booted, or it hangs', async (t) => {
  const silent = fakeGuest({ endsByItself: false });
  t.match(await new Watchdog(1, 'c0ffee').watch(silent.guest, never), {
    kind: 'no-boot',
    message: /did not end within 0\.001 s/,
  });
  const heard = fakeGuest({ endsByItself: false });
  const watchdog = new Watchdog(1, 'c0ffee');
  t.notOk(watchdog.hasHeard);
  watchdog.heard({ record: 'start', holerace: '0.1.0', kernelRelease: '6.1.0', cpus: 2 });
  t.ok(watchdog.hasHeard);
  t.match(await watchdog.watch(heard.guest, never), { kind: 'hang' });
  t.ok(silent.kills() > 0 && heard.kills() > 0);
});

t.test('a guest whose race is stuck in its kernel is ended at once, for that reason', async (t) => {
  const { guest, kills } = fakeGuest({ endsByItself: false });
  const watchdog = new Watchdog(HOUR_MS, 'c0ffee');
  watchdog.heard({ record: 'stuck', reason: 'write(2) does not return' });
  const cutOff = { kind: 'hang', message: 'write(2) does not return' };
  t.match(await watchdog.watch(guest, never), cutOff);
  t.ok(kills() > 0);
});

t.test('after its end mark a guest has the time to power off', async (t) => {
  const { guest, kills } = fakeGuest({ endsByItself: true });
  const watchdog = new Watchdog(0, 'c0ffee');
  watchdog.heard({ record: 'end', token: 'c0ffee', status: 0 });
  t.equal(await watchdog.watch(guest, never), null);
  t.equal(kills(), 0);
});

t.test('an interrupted run ends its guest', async (t) => {
  const before = fakeGuest({ endsByItself: false });
  const interrupted = { kind: 'interrupted' };
  const aborted = AbortSignal.abort();
  t.match(await new Watchdog(HOUR_MS, 'c0ffee').watch(before.guest, aborted), interrupted);
  const during = fakeGuest({ endsByItself: false });
  const abort = new AbortController();
  const watched = new Watchdog(HOUR_MS, 'c0ffee').watch(during.guest, abort.signal);
  abort.abort();
  t.match(await watched, interrupted);
  t.ok(before.kills() > 0 && during.kills() > 0);
});

t.test(
  'an end mark of its own, and whatever follows one, gives a guest no more time',
  async (t) => {
    for (const token of ['guessed', 'c0ffee']) {
      const { guest, kills } = fakeGuest({ endsByItself: false });
      let nowMs = 0;
      t.intercept(performance, 'now', { value: () => nowMs });
      const watchdog = new Watchdog(5000, 'c0ffee');
      watchdog.heard({ record: 'end', token, status: 0 });
      const watched = watchdog.watch(guest, never);
      // Each look of the watchdog is later than a record.
      const talk = setInterval(() => {
        nowMs += 2000;
        watchdog.heard({ record: 'done' });
      }, 1);
      await watched;
      clearInterval(talk);
      t.ok(kills() > 0, token);
    }
  },
);

t.test('a race is over with its end mark in a guest that goes on', async (t) => {
  for (const [token, status, goesOn] of [
    ['c0ffee', 0, true],
    ['c0ffee', 139, false],
    ['guessed', 0, false],
  ] as const) {
    const { guest, kills } = fakeGuest({ endsByItself: !goesOn });
    const watchdog = new Watchdog(HOUR_MS, 'c0ffee', { isUp: false, staysUp: true });
    const watched = watchdog.watch(guest, never);
    watchdog.heard({ record: 'end', token, status });
    t.equal(await watched, null, `${token} ${status}`);
    t.equal(watchdog.isOver, goesOn);
    t.equal(kills(), 0);
  }
});

t.test('a guest that was up before is awaited as one that races', async (t) => {
  const { guest } = fakeGuest({ endsByItself: false });
  const watchdog = new Watchdog(1, 'c0ffee', { isUp: true, staysUp: true });
  t.ok(watchdog.hasHeard);
  t.match(await watchdog.watch(guest, never), { kind: 'hang' });
});
