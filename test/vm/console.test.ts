import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import t from 'tap';
import { findCrash, lastWords, readTail } from '../../src/vm/console.js';

/** In the source tree: the compiler does not copy them. */
const CONSOLES = fileURLToPath(new URL('../../../test/fixtures/consoles', import.meta.url));

/** What each console tells, null where it tells of no crash. */
const expected: Readonly<Record<string, { kind: string; line: string } | null>> = {
  'clean-boot': null,
  warning: null,
  panic: {
    kind: 'panic',
    line: 'Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)',
  },
  'init-killed': {
    kind: 'panic',
    line: 'Kernel panic - not syncing: Attempted to kill init! exitcode=0x00007f00',
  },
  'null-dereference': {
    kind: 'oops',
    line: 'BUG: kernel NULL pointer dereference, address: 0000000000000028',
  },
  'null-dereference-4.9': {
    kind: 'oops',
    line: 'BUG: unable to handle kernel NULL pointer dereference at 0000000000000018',
  },
  'general-protection': {
    kind: 'oops',
    line: 'general protection fault, probably for non-canonical address 0xdead000000000108: 0000 [#1] PREEMPT SMP NOPTI',
  },
  'general-protection-4.10': { kind: 'oops', line: 'general protection fault: 0000 [#1] SMP' },
  'divide-error': { kind: 'oops', line: 'divide error: 0000 [#1] PREEMPT SMP' },
  'hung-in-io': {
    kind: 'hang',
    line: 'INFO: task jbd2/pmem0-8:71 blocked in I/O wait for more than 122 seconds.',
  },
  'kernel-bug': { kind: 'oops', line: 'kernel BUG at fs/dax.c:541!' },
  'page-fault-cut-off': {
    kind: 'oops',
    line: 'BUG: unable to handle page fault for address: ffffea0001000034',
  },
  'hung-task': { kind: 'hang', line: 'INFO: task node:91 blocked for more than 120 seconds.' },
  'soft-lockup': {
    kind: 'hang',
    line: 'watchdog: BUG: soft lockup - CPU#1 stuck for 22s! [node:93]',
  },
  'hard-lockup': {
    kind: 'hang',
    line: 'NMI watchdog: Watchdog detected hard LOCKUP on cpu 1',
  },
  'rcu-stall': { kind: 'hang', line: 'rcu: INFO: rcu_sched detected stalls on CPUs/tasks:' },
  'rcu-self-stall': { kind: 'hang', line: 'INFO: rcu_sched self-detected stall on CPU' },
};

t.test('each console of the corpus tells what it should', async (t) => {
  for (const [name, crash] of Object.entries(expected)) {
    const log = readFileSync(path.join(CONSOLES, `${name}.log`), 'latin1');
    t.same(findCrash(log), crash, name);
    t.same(findCrash(log.replaceAll('\n', '\r\n')), crash, `${name}, as a serial port ends lines`);
  }
  const corpus = readdirSync(CONSOLES).map((name) => path.basename(name, '.log'));
  t.same(corpus.sort(), Object.keys(expected).sort(), 'none is forgotten');
});

t.test('a line is printable and short, whatever the guest prints', async (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      const noise = Buffer.from(bytes).toString('latin1').replaceAll('\n', '');
      const crash = findCrash(`${noise}Kernel panic - not syncing${noise}\n`);
      return crash !== null && /^[\x20-\x7e]{0,240}$/.test(crash.line);
    }),
  );
  t.equal(
    findCrash('[    1.500000] \x1b[2JKernel panic - not syncing: \x07x\x9b\x7f\r')?.line,
    '[2JKernel panic - not syncing: x',
  );
  t.equal(findCrash(`Kernel panic - not syncing: ${'x'.repeat(500)}`)?.line.length, 240);
});

t.test('the last words', async (t) => {
  t.equal(lastWords('[    1.000000] one\n[    2.000000] two\n\n'), 'two');
  t.equal(lastWords(''), '');
});

t.test('of a long log the end is read, of a missing one nothing', async (t) => {
  const folder = t.testdir();
  const file = path.join(folder, 'console.log');
  writeFileSync(file, `${'start\n'.repeat(300_000)}the end\n`);
  const tail = readTail(file);
  t.equal(tail.length, 1024 ** 2);
  t.ok(tail.endsWith('the end\n'));
  writeFileSync(file, 'short\n');
  t.equal(readTail(file), 'short\n');
  t.equal(readTail(path.join(folder, 'missing.log')), '');
});
