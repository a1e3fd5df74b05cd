import t from 'tap';
import { xfs } from '../../src/filesystems/xfs.js';

const PRINTED = ['crc=1', 'finobt=1', 'sparse=1', 'rmapbt=0', 'reflink=1', 'inobtcount=1'];

t.test('its features are chosen one by one, and what needs one goes with it', async (t) => {
  const { choose, droppable } = xfs.mkfs;
  t.same(droppable(PRINTED), ['finobt', 'sparse', 'reflink', 'inobtcount'], 'those that are on');
  t.same(choose(PRINTED, ['reflink']), [
    ...['-m', 'finobt=1,rmapbt=0,reflink=0,inobtcount=1', '-i', 'sparse=1'],
  ]);
  t.same(choose(PRINTED, ['finobt', 'sparse']), [
    ...['-m', 'finobt=0,rmapbt=0,reflink=1,inobtcount=0', '-i', 'sparse=0'],
  ]);
});
