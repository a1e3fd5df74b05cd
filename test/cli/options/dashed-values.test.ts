import t from 'tap';
import { joinDashedValues } from '../../../src/cli/options/dashed-values.js';

t.test('what mkfs takes may begin with a dash', async (t) => {
  t.same(joinDashedValues(['vm', '--mkfs-options', '-m rmapbt=1', '--fs', 'xfs']), [
    ...['vm', '--mkfs-options=-m rmapbt=1', '--fs', 'xfs'],
  ]);
  t.same(joinDashedValues(['--mount-options', 'noatime', '--seed', '-1']), [
    ...['--mount-options', 'noatime', '--seed', '-1'],
  ]);
  t.same(joinDashedValues(['--mkfs-options', '-a', '-b']), ['--mkfs-options=-a', '-b']);
});

t.test('what is for the run in the guest stays as it is', async (t) => {
  const words = ['vm', '--', '--mkfs-options', '-m rmapbt=1'];
  t.same(joinDashedValues(words), words);
  t.same(joinDashedValues(['--mkfs-options', '--', '-m']), ['--mkfs-options', '--', '-m']);
});
