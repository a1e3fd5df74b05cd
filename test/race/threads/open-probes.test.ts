/** Probes that a thread keeps open: which function is probed does not matter, so it is one of reading. */
import { closeSync, openSync, readSync } from 'node:fs';
import t from 'tap';
import { mayProbe, threadId } from '../../../src/native/probe.js';
import { probeOf } from '../../../src/race/threads/open-probes.js';

const whyNot = mayProbe() ? false : 'no probe can be set here';
const READ = { symbol: 'ksys_read', at: 'entry' } as const;

function read(): void {
  const fd = openSync('/proc/self/comm', 'r');
  readSync(fd, Buffer.alloc(1));
  closeSync(fd);
}

t.test('where a kernel has no such function there is no probe', async (t) => {
  const nowhere = { symbol: 'no_such_function_of_any_kernel', at: 'return' } as const;
  t.equal(probeOf(nowhere, threadId()), null);
  t.equal(probeOf(nowhere, threadId()), null, 'nor is one the next time');
});

t.test('one that was set stays, and tells again once it is on', { skip: whyNot }, async (t) => {
  const probe = probeOf(READ, threadId());
  t.ok(probe !== null);
  read();
  t.ok(probe?.wait(0), 'it tells of what has passed');
  probe?.off();
  probe?.forget();
  read();
  t.notOk(probe?.wait(0), 'and of nothing where it is off');
  t.equal(probeOf(READ, threadId()), probe, 'it is the same');
  t.notOk(probe?.wait(0));
  read();
  t.ok(probe?.wait(0));
});
