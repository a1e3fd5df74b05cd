import path from 'node:path';
import t from 'tap';
import { UsageError } from '../../../src/errors.js';
import { findModulesFolder } from '../../../src/kernels/modules/stage.js';

t.test('the modules of a release are found, however the folder was named', async (t) => {
  const release = '6.1.0';
  const modules = () => ({ modules: { [release]: { kernel: {} } } });
  const folder = t.testdir({
    root: { lib: modules() },
    merged: { usr: { lib: modules() } },
    empty: { lib: { modules: { [release]: {} } } },
    other: { lib: { modules: { '6.2.0': { kernel: {} } } } },
  });
  const found = (named: string) =>
    path.relative(folder, findModulesFolder(path.join(folder, named), release));
  t.equal(found('root'), 'root/lib/modules/6.1.0');
  t.equal(found('root/lib/modules'), 'root/lib/modules/6.1.0');
  t.equal(found('root/lib/modules/6.1.0/'), 'root/lib/modules/6.1.0');
  t.equal(found('merged'), 'merged/usr/lib/modules/6.1.0');
  for (const named of ['empty', 'other', 'other/lib/modules/6.2.0', 'nowhere']) {
    t.throws(() => found(named), UsageError);
  }
});
