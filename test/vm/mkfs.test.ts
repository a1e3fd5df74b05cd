import { truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { vmFilesystems } from '../../src/guest/filesystems.js';
import { runTool } from '../../src/tools.js';
import { mkfsOrder, xfsSwitches } from '../../src/vm/mkfs.js';

t.test('a switch that mkfs.xfs does not know is left out', async (t) => {
  const old = '[-m crc=0|1,finobt=0|1,uuid=xxx]\n[-i attr=0|1|2,sparse=0|1]\n[-n ftype=0|1]';
  t.same(xfsSwitches(old), ['-m', 'finobt=0', '-i', 'sparse=0']);
  const recent = `${old}\n[-m rmapbt=0|1,reflink=0|1,inobtcount=0|1,bigtime=0|1,metadir=0|1]
    [-i nrext64=0|1,exchange=0|1]\n[-n parent=0|1]`;
  t.same(xfsSwitches(recent), [
    ...['-m', 'finobt=0,rmapbt=0,reflink=0,bigtime=0,inobtcount=0,metadir=0'],
    ...['-i', 'sparse=0,nrext64=0,exchange=0', '-n', 'parent=0'],
  ]);
  t.same(xfsSwitches(''), []);
});

t.test('the installed tools take their orders', async (t) => {
  for (const filesystem of vmFilesystems) {
    const image = path.join(t.testdir(), `${filesystem}.img`);
    writeFileSync(image, '');
    truncateSync(image, 512 * 1024 ** 2);
    const { mkfs } = await mkfsOrder(filesystem);
    const [tool, ...args] = mkfs;
    if (tool === undefined) continue;
    const { ok, stderr } = await runTool(tool, [...args, image]);
    t.ok(ok, `${tool}: ${stderr}`);
  }
});

t.test('the xfs that is made has no reflink, with which old kernels refuse DAX', async (t) => {
  const image = path.join(t.testdir(), 'xfs.img');
  writeFileSync(image, '');
  truncateSync(image, 512 * 1024 ** 2);
  const [tool = '', ...args] = (await mkfsOrder('xfs')).mkfs.filter((one) => one !== '-q');
  const { stdout } = await runTool(tool, [...args, image]);
  t.match(stdout, /crc=1/);
  t.notMatch(stdout, /(?:reflink|rmapbt|finobt|sparse|bigtime)=1/);
});
