/** Each bad input has one clear sentence and its exit code, and leaves nothing behind. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { makeBzImage } from '../fixtures/bzimage.js';
import { runCli } from '../fixtures/cli.js';

const folder = t.testdir({ empty: '', text: 'hello', nothing: {}, target: {}, bad: { deb: '' } });
const at = (name: string): string => path.join(folder, name);
writeFileSync(at('kernel'), makeBzImage('6.1.0-fixture'));
writeFileSync(at('truncated'), makeBzImage('6.1.0-fixture').subarray(0, 4096));
writeFileSync(
  at('arm64'),
  Buffer.concat([Buffer.alloc(56), Buffer.from('ARM\x64'), Buffer.alloc(64)]),
);
writeFileSync(at('garbage.deb'), 'garbage');
mkdirSync(at('tmp'));
const env = { XDG_CACHE_HOME: at('cache'), TMPDIR: at('tmp') };

const cases: readonly [args: readonly string[], message: RegExp][] = [
  [[], /no command was given/],
  [['--'], /no command was given/],
  [['--', 'vm', '--kernel', at('kernel')], /no command was given before --/],
  [['--quiet', '--', 'run', '.'], /no command was given before --/],
  [['run', '.', '--', '--seconds', '0.2'], /run takes nothing behind --/],
  [['report', at('text'), '--', '--format', 'tap'], /report takes nothing behind --/],
  [['vm', '-k', at('kernel'), '--', '--', '--seconds', '1'], /-- was given more than once/],
  [['vm', '-k', at('kernel'), '--', '--seed', '1', '--seed', '2'], /behind --: --seed was given/],
  [['vm', '--no-kernel'], /--kernel is missing/],
  [['vm', '--kernel.x', 'y'], /--kernel is missing/],
  [['vm', '-k', at('kernel'), '--kernel', at('kernel')], /--kernel was given more than once/],
  [['run', '--no-json'], /no-json, noJson is not known here/],
  [['run', '.', '--dir', at('target')], /--dir is no option/],
  [['vm', '-k', at('kernel'), '--bad-if', 'slow'], /--bad-if slow is not known: give stale, /],
  [['bisect', '--bad-if', 'complaint='], /--bad-if complaint= needs a text/],
  [['sweep', '--bad-if', 'oops=x'], /--bad-if oops takes no text/],
  [['run', '--on-complaint', 'panic'], /on-complaint/],
  [['bogus'], /bogus is not known here/],
  [['run', '--bogus'], /bogus is not known here/],
  [['run', at('missing')], /does not exist/],
  [['run', at('text')], /is not a directory/],
  [['run', '/proc'], /takes no files/],
  [['run', '--seconds', '0'], /--seconds 0 is not valid: give a number from/],
  [['run', '--seconds', '-1'], /--seconds -1 is not valid/],
  [['run', '--seconds', '1e12'], /--seconds .* is not valid/],
  [['run', '--seconds', 'soon'], /--seconds soon is not valid/],
  [['run', '--seconds', '1', '--seconds', '2'], /more than once/],
  [['run', '--budget', '0'], /--budget 0 is not valid: give a number from 1/],
  [['run', '--budget', '-5'], /--budget -5 is not valid/],
  [
    ['run', '--budget', '5', '--seconds', '5'],
    /--budget is for all scenarios .*: give one of them/,
  ],
  [['run', '--budget', '1.5'], /--budget 1\.5 is too little for 2 scenarios: give at least 2/],
  [['run', '--attempts', '1.5'], /--attempts 1.5 is not valid: give a whole number/],
  [
    ['run', '--scenario', 'bogus'],
    /--scenario "bogus" is not valid: choose from "stale-zero-page"/,
  ],
  [['run', '--scenario'], /--scenario has no value/],
  [['run', '--format', 'pdf'], /--format "pdf" is not valid: choose from "text"/],
  [['run', '--tap-version', '12'], /--tap-version "12" is not valid: choose from "14", "13"/],
  [['run', '--expect', 'luck'], /--expect "luck" is not valid/],
  [['run', '--json', at('missing/result.json')], /cannot be written/],
  [['run', '--json', at('nothing')], /it is a folder/],
  [['vm'], /--kernel is missing/],
  [['vm', '-k', at('missing')], /does not exist/],
  [['vm', '-k', at('empty')], /is empty/],
  [['vm', '-k', at('text')], /is no kernel/],
  [['vm', '-k', at('truncated')], /is truncated, 4096 of 8192 bytes/],
  [['vm', '-k', at('arm64')], /is an arm64 kernel/],
  [['vm', '-k', process.execPath], /is an ELF file/],
  [['vm', '-k', at('q\nz')], /q z has a character in its name that cannot be printed: rename it/],
  [['vm', '-k', '/dev/null'], /neither a file nor a folder/],
  [['vm', '-k', at('nothing')], /holds no kernel/],
  [['vm', '-k', at('garbage.deb')], /garbage\.deb/],
  [['vm', '-k', at('kernel'), '--append', 'quiet\nx'], /--append has a line break/],
  [['sweep', at('kernel'), '--append', ' '], /--append is empty: leave it out/],
  [['vm', '-k', at('kernel'), "--qemu-args=-m '1"], /--qemu-args has a quote that does not end/],
  [['vm', '-k', at('kernel'), '--release', '5.0'], /is of release 6\.1\.0-fixture, not 5\.0/],
  [['vm', '-k', at('kernel'), '--modules', at('text')], /text is no archive: give a package/],
  [['vm', '-k', 'debian:../evil'], /is no package name/],
  [['vm', '-k', 'debian:there-is-no-such-package'], /apt does not know/],
  [['vm', '-k', 'lab:bogus'], /there is no lab kernel bogus: choose one of unbroken/],
  [['vm', '-k', at('kernel'), '--modules', at('nothing')], /holds no modules of 6\.1\.0-fixture/],
  [['vm', '-k', at('kernel'), '--fs', 'fat'], /--fs "fat" is not valid/],
  [['vm', '-k', at('kernel'), '--fs', 'xfs:fat'], /--fs "xfs:fat" is not valid/],
  [
    ['vm', '-k', at('kernel'), '--fs', 'xfs:rmapbt', '--mkfs-options', '-m reflink=0'],
    /--mkfs-options and xfs:rmapbt both say how xfs is made: give one of them/,
  ],
  [
    ['vm', '-k', at('kernel'), '--fs', 'xfs', '--fs', 'ext4', '--mkfs-options=-m reflink=0'],
    /--mkfs-options are those of one mkfs: give one --fs/,
  ],
  [['vm', '-k', at('kernel'), '--fs', 'ext4:dax-inode', '--expect', 'page-cache'], /is for DAX/],
  [['vm', '-k', at('kernel'), '--pmem', 'tape'], /--pmem "tape" is not valid/],
  [['vm', '-k', at('kernel'), '--cpus', '0'], /--cpus 0 is not valid/],
  [['vm', '-k', at('kernel'), '--memory', '64'], /too little for a guest/],
  [['vm', '-k', at('kernel'), '--memory', '3000'], /memmap needs them below/],
  [['vm', '-k', at('kernel'), '--pmem-size', '16'], /too little for a filesystem/],
  [['vm', '-k', at('kernel'), '--memory', '1000000', '--pmem', 'nvdimm'], /are available/],
  [
    ['vm', '-k', at('kernel'), '--fs', 'ext4', '--fs', 'xfs', '--', '--budget', '7'],
    /--budget 7 is too little for \d+ scenarios on 2 filesystems: give at least \d+, or name fewer/,
  ],
  [['vm', '-k', at('kernel'), '--seconds', '5', '--', '--budget', '60'], /give one of them/],
  [['vm', '-k', at('kernel'), '--', '--seconds', '0'], /behind --: --seconds 0/],
  [['vm', '-k', at('kernel'), '--', '--bogus'], /behind --: bogus is not known/],
  [['sweep'], /there is no kernel to test/],
  [['sweep', at('missing')], /does not exist/],
  [['sweep', at('kernel'), at('kernel')], /is in the list twice/],
  [['sweep', '--kernels-from', at('empty')], /names no kernel: write one a line/],
  [['sweep', 'debian:no-such-kernel-*'], /no kernel that apt knows matches/],
  [['sweep', at('kernel'), '--shard', '3/2'], /--shard 3\/2 is not valid: give i\/n/],
  [['sweep', at('kernel'), '--jobs', '0'], /--jobs 0 is not valid/],
  [['sweep', at('kernel'), '--journal', at('text')], /is not a holerace journal/],
  [['sweep', at('kernel'), '--journal', '/proc/journal'], /cannot be written/],
  [['sweep', at('kernel'), '--json', at('missing/x.json')], /cannot be written/],
  [['bisect', at('kernel')], /needs two kernels at least/],
  [['bisect', '--good', 'lab:b', '--bad', 'lab:a', 'lab:a', 'lab:b'], /use --first-fixed/],
  [['bisect', '--bad', 'lab:c', 'lab:a', 'lab:b'], /--bad lab:c is not in the list/],
  [['bisect', 'lab:a', 'lab:b', '--confidence', '1'], /--confidence 1 is not valid/],
  [['merge', at('missing')], /cannot be read/],
  [['merge', at('text')], /is not a holerace journal/],
  [['selftest', '--control', 'bogus'], /--control "bogus" is not valid/],
  [['doctor', at('missing')], /does not exist/],
];

t.jobs = 3;
for (const [args, message] of cases) {
  const name = args.map((arg) => arg.replace(folder, '…')).join(' ');
  t.test(`holerace ${name}`, { buffered: true }, async (t) => {
    const { exitCode, stdout, stderr } = await runCli(args, { cwd: at('target'), env });
    t.equal(exitCode, 255);
    t.match(stderr, message);
    t.equal(stdout, '', 'no result is printed');
  });
}

t.test('nothing is left behind', async (t) => {
  t.same(readdirSync(at('tmp')), []);
  t.same(readdirSync(at('target')), []);
});
