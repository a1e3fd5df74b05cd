import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { LOG_LINES_LIMIT, LOG_MARK, logAfterRace } from '../../src/guest/log-after-race.js';
import { recordSchema } from '../../src/result/records.js';

/** What init's command makes of a log, with the shell and the applets that a guest has. */
function recordsOf(folder: string, log: string): unknown[] {
  const file = path.join(folder, 'log');
  writeFileSync(file, log, 'latin1');
  const command = logAfterRace()
    .replace('dmesg -r', `cat '${file}'`)
    .replace(/\| (\w+)/g, '| busybox $1');
  const out = execFileSync('busybox', ['sh', '-c', command], { encoding: 'utf8' });
  const lines = out.split('\n').filter((line) => line !== '');
  return lines.map((line) => recordSchema.parse(JSON.parse(line)));
}

t.test('the lines behind the last mark, whatever is in them', async (t) => {
  const log = [
    '<4>[    1.000000] WARNING: before',
    `<12>[    2.000000] ${LOG_MARK}`,
    '<4>[    3.000000] while it was read',
    `<12>[    4.000000] ${LOG_MARK}`,
    '<1>[    5.000000] BUG: Bad rss-counter state "quoted" \\back\x1b[2J\xff\tend',
    '<4>[    6.000000] $(reboot) `reboot` & /',
    '',
  ].join('\n');
  t.same(recordsOf(t.testdir(), log), [
    {
      record: 'log',
      line: '<1>[    5.000000] BUG: Bad rss-counter state "quoted" \\back[2Jend',
    },
    { record: 'log', line: '<4>[    6.000000] $(reboot) `reboot` & /' },
  ]);
});

t.test('nothing where nothing came, and no more than a limit', async (t) => {
  const folder = t.testdir();
  t.same(recordsOf(folder, `<12>[    4.000000] ${LOG_MARK}\n`), []);
  const many = `<4>[    5.000000] ${'x'.repeat(2000)}\n`.repeat(1000);
  const records = recordsOf(folder, `<12>[    4.000000] ${LOG_MARK}\n${many}`);
  t.ok(records.length >= LOG_LINES_LIMIT - 1 && records.length <= LOG_LINES_LIMIT);
});
