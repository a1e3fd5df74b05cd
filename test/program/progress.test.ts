/** Progress on a terminal and off it: what is drawn, what stays, and that the terminal is left as it was. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { makeBzImage } from '../fixtures/bzimage.js';
import { fakeGuest, runCli } from '../fixtures/cli.js';
import { runOnTerminal } from '../fixtures/terminal.js';

const ESCAPE = '\u001b[';
const folder = t.testdir({ target: {} });
const at = (...names: string[]): string => path.join(folder, ...names);
writeFileSync(at('kernel'), makeBzImage('6.1.0-a'));

const race = (seconds: number): string[] => [
  ...['run', at('target'), '--expect', 'any', '--seconds', `${seconds}`],
  ...['--scenario', 'fault-write-race', '--seed', '7'],
];
const guest = (ending: string): Record<string, string> => fakeGuest(ending, folder);

t.test(
  'steps that have ended stay on the terminal, and nothing else of what was drawn',
  async (t) => {
    const { exitCode, lines, written, isCursorShown } = await runOnTerminal(race(0.5));
    t.ok(exitCode === 0 || exitCode === 125, `${exitCode}`);
    t.match(written, /racing fault-write-race on /, 'under way');
    t.match(lines[0], /^INFO: racing in /);
    t.match(lines[1], /^[✔–] fault-write-race on \S+: (clean|untested), [\d,]+ attempts/);
    t.match(lines[2], /^holerace /, 'then the result');
    t.ok(isCursorShown);
  },
);

t.test('a terminal of 20 columns', async (t) => {
  const { lines, isCursorShown } = await runOnTerminal(race(0.5), { columns: 20 });
  t.match(lines[1], /^[✔–] fault-write-race on /);
  t.equal(lines.filter((line) => /racing fault/.test(line)).length, 0, 'no frame is left behind');
  t.ok(isCursorShown);
});

t.test('without colours, on a dumb terminal, in CI, without a locale', async (t) => {
  const plain = await runOnTerminal(race(0.2), { env: { NO_COLOR: '1' } });
  const COLOUR = new RegExp(`${ESCAPE.replace('[', '\\[')}[\\d;]*m`);
  t.notMatch(plain.written, COLOUR, 'NO_COLOR: drawn without colours');
  t.match(plain.lines[1], /^[✔–] /);
  for (const env of [{ TERM: 'dumb' }, { CI: 'true', NO_COLOR: '1' }]) {
    const { written, lines } = await runOnTerminal(race(0.2), { env });
    t.notOk(written.includes(ESCAPE), JSON.stringify(env));
    t.match(lines[1], /^INFO: racing fault-write-race on /, 'plain lines');
  }
  const ascii = await runOnTerminal(race(0.2), { env: { LANG: 'C' } });
  t.match(ascii.lines[1], /^[+-] fault-write-race/);
});

t.test('Ctrl-C in the middle leaves a clean terminal', async (t) => {
  const { exitCode, lines, isCursorShown } = await runOnTerminal(race(60), {
    interruptAt: /\d attempts, /,
  });
  t.equal(exitCode, 130);
  t.ok(isCursorShown);
  t.equal(lines.filter((line) => /attempts, .*\/s/.test(line)).length, 0, 'no frame is left');
  t.match(lines.at(-1), /ERROR: interrupted by SIGINT/);
});

t.test('a guest: its boot, its race, and what it takes to see it again', async (t) => {
  const vm = ['vm', '--kernel', at('kernel'), '--accel', 'tcg', '--seed', '7'];
  const env = guest('stale-then-panics');
  const { exitCode, lines, isCursorShown } = await runOnTerminal(vm, { env });
  t.equal(exitCode, 1);
  t.ok(isCursorShown);
  t.ok(lines.some((line) => /^✔ making the disk/.test(line)));
  t.ok(lines.some((line) => /^✔ booting 6\.1\.0-a \(TCG\)/.test(line)));
  t.ok(
    lines.some((line) => /^✖ racing stale-zero-page on ext4/.test(line)),
    'it did not come to its end',
  );
  const end = lines.slice(-6).join('\n');
  t.match(
    end,
    /^ {2}kernel: .*\n {2}seed: 7\n {2}QEMU: qemu-system-x86_64 .*\n {2}console: .*\n {2}run again: holerace vm .*\nstale: 1 stale read/,
  );
  const verbose = await runOnTerminal([...vm, '--verbose'], { env });
  t.ok(
    verbose.lines.some((line) => /^✔ making the initramfs/.test(line)),
    'details, if asked for',
  );
  t.notOk(
    lines.some((line) => /making the initramfs/.test(line)),
    'and only then',
  );
});

t.test(
  'another format than text: what it takes to see it again is on standard error',
  async (t) => {
    const vm = ['vm', '--kernel', at('kernel'), '--accel', 'tcg', '--seed', '7'];
    for (const ending of ['stale-then-panics', 'panics', 'hangs']) {
      const args = [...vm, '--format', 'tap', '--timeout', '3'];
      const { stderr } = await runCli(args, { env: guest(ending) });
      for (const fact of ['kernel', 'seed', 'QEMU', 'console', 'run again'])
        t.match(stderr, new RegExp(`^ERROR: ${fact}: .`, 'm'), `${ending}: ${fact}`);
    }
    const refused = await runCli([...vm, '--format', 'tap'], { env: guest('refuses') });
    for (const fact of ['kernel', 'seed', 'QEMU', 'run again'])
      t.match(refused.stderr, new RegExp(`^ERROR: ${fact}: .`, 'm'), `refuses: ${fact}`);
  },
);
