import t from 'tap';
import { COLUMNS } from '../../../src/report/mail/lines.js';
import { formatMail } from '../../../src/report/mail/mail.js';
import type { Result } from '../../../src/result/result.js';
import { campaignParts } from '../../fixtures/campaigns.js';
import { hostileResult, reports } from '../../fixtures/reports.js';
import { makeResult } from '../../fixtures/results.js';
import { savedReduction } from '../../fixtures/saved-reduction.js';

const mailOf = (result: Result): string => formatMail({ results: [result] });

t.test('a stale read is told to who has not heard of holerace', async (t) => {
  const again = `holerace vm --kernel /boot/vmlinuz-6.1.0 --seed 7 ${'--scenario fault-write-race '.repeat(3).trim()}`;
  const mail = mailOf({ ...reports.stale, again });
  t.match(
    mail,
    /^Subject: 6\.1\.0: stale mmap reads on ext4 \(fault-write-race\)\n\nOnce write\(2\)/,
  );
  t.match(mail, /^kernel: {6}6\.1\.0 \(\/boot\/vmlinuz-6\.1\.0\)$/m);
  t.match(mail, /\nWhat was stale\n-{14}\next4 fault-write-race: 4,000 attempts/);
  t.match(mail, /^ {4}expected {7}(a5){16}\n {4}the mapping {4}0{32}$/m);
  t.match(mail, /\nWhat else was tried\n-+\nxfs fault-write-race: clean; /);
  t.match(mail, /^holerace reproduce RESULT,/m);
  t.notMatch(mailOf(reports.clean), /reproduce/);
  t.match(mail, /\nTo see it again\n-+\n {2}holerace vm .* \\\n {4}\S/);
});

t.test('no line is longer than 75 columns, but words and logs', async (t) => {
  const reportsOfAll = [
    ...Object.values(reports).map((result) => ({ results: [result] })),
    ...campaignParts().map((part) => ({ results: [], campaigns: [part] })),
    { results: [hostileResult()] },
  ];
  for (const report of reportsOfAll) {
    const long = formatMail(report)
      .split('\n')
      .filter((line) => line.length > COLUMNS && !/^ {2}|^(?:\w+: +)?\S+$/.test(line));
    t.same(long, []);
  }
});

t.test('what was clean, untested, or crashed is told as that', async (t) => {
  t.match(mailOf(reports.clean), /^Subject: 6\.1\.0: no stale mmap reads\n/);
  t.match(mailOf(reports.untested), /^Subject: 6\.1\.0: mmap reads untested\n/);
  t.match(
    mailOf(reports.broken),
    /: panic while mmap reads are raced\n[\s\S]*ended early: the guest panicked/,
  );
  t.match(mailOf(reports.broken), /\nconsole: +\/crashes\/console\.log\n/);
  t.match(mailOf(reports.nothing), /no DAX here/);
});

t.test("the kernel's complaints stand in it with their traces, unwrapped", async (t) => {
  const mail = mailOf(reports.complained);
  t.match(mail, /^Subject: .*: complains while mmap reads are raced$/m);
  const [complaint] = reports.complained.complaints ?? [];
  for (const line of complaint?.text ?? []) t.ok(mail.includes(`\n  ${line}`.trimEnd()), line);
  t.match(mailOf(reports.unheard), /Nothing is known: nobody could listen/);
  t.notMatch(mailOf(makeResult()), /What the kernel said/);
});

t.test('a bisect tells where it began in the mail of its culprit', async (t) => {
  const [bisect] = campaignParts().filter(({ kind }) => kind === 'bisect');
  const mail = formatMail({ results: [], campaigns: bisect === undefined ? [] : [bisect] });
  t.match(mail, /\nWhere it began\n-+\nthe first bad kernel is /);
});

t.test(
  'a reduction tells in the mail of its result what it takes, and where the window is',
  async (t) => {
    const { result } = savedReduction;
    const results = result === null ? [] : [result];
    const mail = formatMail({ results, reductions: [savedReduction] }, () => 'THE PROGRAM');
    t.match(mail, /\nThe least that shows it\n-+\nIt is still stale in 3 of 4 runs/);
    t.match(mail, /\n {2}by probe\n {2}1 vCPU\nIt is not stale without: feature reflink\.\n/);
    t.match(mail, /\nIt does not need: strategy stagger\.\n/);
    t.match(
      mail,
      /\nWhere the window is\n-+\nThe window of the read fault: from b return to c entry\./,
    );
    t.match(
      mail,
      /\na read fault passes {4}a change that comes there\na entry .*\nb return +\| finds it/,
    );
    t.equal(mail.split('THE PROGRAM').length, 2, 'one mail, with its program');
    const none = formatMail({ results: [], reductions: [{ ...savedReduction, result: null }] });
    t.match(none, /^Subject: 6\.1\.0: stale mmap reads \(fault-write-race\)\n/);
    t.match(none, /The least that shows it[\s\S]*holerace vm --kernel k\n$/);
  },
);

t.test('of a long window only its surroundings are told', async (t) => {
  const [window] = savedReduction.windows;
  if (window === undefined) throw new Error('it has one');
  const [outside, inside] = window.points;
  if (outside === undefined || inside === undefined) throw new Error('two points');
  const before = Array.from({ length: 9 }, (_, index) => ({
    ...outside,
    point: `p${index} entry`,
  }));
  const behind = before.map((one) => ({ ...one, point: one.point.replace('p', 'q') }));
  const points = [...before, { ...inside, point: 'b return' }, ...behind];
  const windows = [{ ...window, points, first: 'b return', last: 'b return' }];
  const mail = formatMail({
    results: [],
    reductions: [{ ...savedReduction, windows, result: null }],
  });
  t.match(mail, /\np6 entry .*\np7 entry .*\np8 entry .*\nb return .*\nq0 .*\nq1 .*\nq2 .*\n\n/);
  t.notMatch(mail, /p5 entry|q3 entry/);
});

t.test('several results are several mails', async (t) => {
  const mails = formatMail({ results: [reports.clean, reports.stale] }).split(
    `\n${'-'.repeat(COLUMNS)}\n\n`,
  );
  t.equal(mails.length, 2);
  t.ok(mails.every((mail) => mail.startsWith('Subject: ')));
});

t.test('the mail of a stale result ends with its C program, where there is one', async (t) => {
  const program = '// SPDX-License-Identifier: MIT\nint main(void)\n{\n\treturn 1;\n}\n';
  const asked: string[] = [];
  const programOf = (result: Result): string | null => {
    asked.push(result.verdict);
    return program;
  };
  const mail = formatMail({ results: [reports.stale] }, programOf);
  t.match(mail, /\nA C program that shows it\n-{25}\nWhat follows to the end of this mail is a C/);
  t.match(mail, '\n  cc -O2 -pthread -o repro repro.c && ./repro DIRECTORY 30\n\n//');
  t.ok(mail.endsWith(`\n${program}`), 'as it is');
  t.notMatch(mail, /holerace reproduce RESULT/);
  t.notMatch(formatMail({ results: [reports.clean, reports.broken] }, programOf), /int main/);
  t.same(asked, ['stale'], 'of no other result');
  const none = formatMail({ results: [reports.stale] }, () => null);
  t.notMatch(none, /C program|holerace reproduce/, 'where there is none, none is spoken of');
});

t.test('so does that of a campaign', async (t) => {
  for (const part of campaignParts()) {
    const report = { results: [], campaigns: [part] };
    const stale = formatMail(report).split('holerace reproduce RESULT').length - 1;
    const programs = formatMail(report, () => 'THE PROGRAM').split('THE PROGRAM').length - 1;
    t.equal(programs, stale, part.kind);
    t.ok(stale > 0 || part.kind === 'bisect', part.kind);
  }
});
