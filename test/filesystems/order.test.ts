import { truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { UsageError } from '../../src/errors.js';
import { ext4 } from '../../src/filesystems/ext4.js';
import type { Configuration } from '../../src/filesystems/filesystem.js';
import { modeOf, vmChoices } from '../../src/filesystems/list.js';
import {
  type FilesystemOrder,
  filesystemOptions,
  filesystemOrder,
  NO_FILESYSTEM_OPTIONS,
  orderOf,
  toolsOf,
} from '../../src/filesystems/order.js';
import { xfsMakings } from '../../src/filesystems/xfs.js';
import { runTool } from '../../src/tools.js';

const OLD_USAGE = '[-m crc=0|1,finobt=0|1,uuid=xxx]\n[-i attr=0|1|2,sparse=0|1]\n[-n ftype=0|1]';
const RECENT_USAGE = `${OLD_USAGE}\n[-m rmapbt=0|1,reflink=0|1,inobtcount=0|1,bigtime=0|1,metadir=0|1]
    [-i nrext64=0|1,exchange=0|1]\n[-n parent=0|1]`;

const commands = (makings: readonly { mkfs: readonly string[] }[]) =>
  makings.map(({ mkfs }) => mkfs.slice(3).join(' '));

t.test('what mkfs.xfs does not know is not turned off', async (t) => {
  t.same(commands(xfsMakings(OLD_USAGE)), ['', '-i sparse=0 -m finobt=0']);
  t.same(commands(xfsMakings('')), ['']);
});

t.test(
  'xfs is made as today, and else with older features, one step after the other',
  async (t) => {
    const recent = '-i nrext64=0,exchange=0 -n parent=0 -m metadir=0';
    t.same(commands(xfsMakings(RECENT_USAGE)), [
      '',
      recent,
      `${recent},reflink=0`,
      `${recent},bigtime=0,inobtcount=0`,
      '-i nrext64=0,exchange=0,sparse=0 -n parent=0 -m metadir=0,bigtime=0,inobtcount=0,reflink=0,rmapbt=0,finobt=0',
    ]);
  },
);

t.test(
  'what a configuration is named for holds at each step, also where mkfs refuses it',
  async (t) => {
    for (const { mkfs } of xfsMakings(RECENT_USAGE, { reflink: 1 }))
      t.match(`${mkfs}`, 'reflink=1');
    t.same(commands(xfsMakings('', { rmapbt: 1 })), ['-m rmapbt=1']);
  },
);

/** Makes it in a file, each way. Returns the features that each has. */
async function make(t: Tap, order: FilesystemOrder): Promise<string[][]> {
  const image = path.join(t.testdir(), 'image');
  const all: string[][] = [];
  for (const { mkfs, level } of order.makings) {
    writeFileSync(image, '');
    truncateSync(image, 512 * 1024 ** 2);
    const [tool = '', ...args] = mkfs;
    const { ok, stdout, stderr } = await runTool(tool, [...args, image]);
    t.ok(ok, `${order.choice} ${level}: ${stderr}`);
    const [inspect, ...words] = order.inspect;
    const text =
      inspect === undefined ? stdout : (await runTool(inspect, [...words, image])).stdout;
    const found = [...text.matchAll(new RegExp(order.features, 'gm'))].flatMap((one) =>
      one.slice(1),
    );
    all.push(found.flatMap((one) => one.split(/[\s,]+/)).filter(Boolean));
  }
  return all;
}
type Tap = Pick<typeof t, 'testdir' | 'ok'>;

/** What mkfs.xfs of this machine says of its options, which is all that it does when it is given none. */
async function xfsUsage(): Promise<string> {
  const { stdout, stderr } = await runTool('mkfs.xfs', []);
  return stdout + stderr;
}

t.test('the installed tools make every configuration, and tell its features', async (t) => {
  const knowsExchange = (await xfsUsage()).includes('exchange=');
  for (const choice of vmChoices) {
    // The lab makes it, with a mkfs.xfs of its own.
    const skip = choice === 'xfs:exchange' && !knowsExchange && 'mkfs.xfs is older than 6.10';
    t.test(choice, { skip }, async (t) => {
      const order = await filesystemOrder(choice, modeOf(choice, 'any'));
      const made = await make(t, order);
      t.equal(made.length, order.makings.length);
      for (const features of made) t.ok(features.length > 1, features.join(' '));
    });
  }
});

t.test('a configuration has what it is named for, at each step', async (t) => {
  const all = async (choice: (typeof vmChoices)[number]) => make(t, await filesystemOrder(choice));
  for (const list of await all('ext4:nojournal')) t.notOk(list.includes('has_journal'));
  for (const list of await all('ext4:bigalloc')) t.ok(list.includes('bigalloc'));
  for (const list of await all('xfs:reflink')) t.ok(list.includes('reflink=1'));
  for (const list of await all('xfs:noreflink')) t.ok(list.includes('reflink=0'));
  for (const list of await all('xfs:rmapbt')) t.ok(list.includes('rmapbt=1'));
  const [today = [], ...older] = await all('xfs');
  t.ok(today.includes('reflink=1'));
  t.ok(
    older.at(-1)?.every((one) => /=0$|^crc=1$/.test(one)),
    `${older.at(-1)}`,
  );
  t.notOk((await all('ext4:4.0'))[0]?.includes('metadata_csum'));
});

t.test('a configuration that is in no list is a declaration', async (t) => {
  const toy: Configuration = {
    what: 'inodes of 512 bytes, DAX by the flag',
    makings: () => [{ level: 'of a toy', mkfs: [...ext4.mkfs.command, '-I', '512'] }],
    daxByFlag: true,
  };
  const order = orderOf({
    ...{ choice: 'ext4:toy', filesystem: ext4, configuration: toy, usage: '' },
    ...{ mode: 'dax', options: NO_FILESYSTEM_OPTIONS },
  });
  t.match(order, { daxFlag: true, mount: { type: 'ext4', options: 'dax=inode' } });
  t.same(toolsOf([order]), ['mkfs.ext4', 'dumpe2fs']);
  const [features = []] = await make(t, order);
  t.ok(features.includes('has_journal'));
});

t.test('options of the user', async (t) => {
  const options = filesystemOptions(
    ['xfs'],
    ['-m rmapbt=1', ' -i  sparse=0 '],
    ['noatime', 'swalloc'],
  );
  t.same(options, {
    mkfs: ['-m', 'rmapbt=1', '-i', 'sparse=0'],
    mount: ['noatime', 'swalloc'],
  });
  const order = await filesystemOrder('xfs', 'dax', options);
  t.equal(order.mount.options, 'dax,noatime,swalloc');
  t.same(order.makings, [
    {
      level: 'with -m rmapbt=1 -i sparse=0',
      mkfs: ['mkfs.xfs', '-f', '-K', '-m', 'rmapbt=1', '-i', 'sparse=0'],
    },
  ]);
  const pageCache = await filesystemOrder('xfs', 'page-cache', options);
  t.equal(pageCache.mount.options, 'noatime,swalloc');
});

t.test('options of the user that contradict the choice', async (t) => {
  const refusal = (choices: Parameters<typeof filesystemOptions>[0], message: string) =>
    t.throws(() => filesystemOptions(choices, ['-m reflink=1'], []), new UsageError(message));
  refusal(['xfs', 'ext4'], '--mkfs-options are those of one mkfs: give one --fs with them');
  refusal(
    ['xfs:rmapbt'],
    '--mkfs-options and xfs:rmapbt both say how xfs is made: give one of them, such as --fs xfs --mkfs-options',
  );
  refusal(['tmpfs'], 'tmpfs is not made by any mkfs: leave out --mkfs-options');
  t.doesNotThrow(() => filesystemOptions(['tmpfs', 'xfs:rmapbt'], [], ['noatime']));
});
