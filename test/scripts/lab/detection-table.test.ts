import t from 'tap';
import { detectionTable } from '../../../scripts/lab/detection-table.js';
import { labKernelOf } from '../../../scripts/lab/kernels.js';
import { ResultBuilder } from '../../../src/result/builder/result-builder.js';
import { makeContext, makeScenario, makeTarget } from '../../fixtures/results.js';

const context = { ...makeContext(), kernelRelease: '6.1.9-lab-unbroken' };

t.test('a scenario is a row, and so is a kernel that could not be tested', async (t) => {
  const clean = new ResultBuilder(context);
  clean.add({ record: 'target', target: makeTarget() });
  clean.add({ record: 'racing', scenario: 'fault-write-race', filesystem: 'ext4' });
  clean.add({ record: 'scenario', scenario: makeScenario() });
  clean.add({ record: 'done' });
  const dead = new ResultBuilder(context);
  const message = 'panic | not syncing';
  const table = detectionTable(
    [
      { kernel: labKernelOf('unbroken'), result: clean.finish({ finding: null, reason: null }) },
      {
        kernel: labKernelOf('panics'),
        result: dead.finish({
          finding: { kind: 'panic', message, consoleLog: null },
          reason: null,
        }),
      },
    ],
    7,
  );
  t.match(table, /^Linux 6\.1\.9, .*seed 7\./);
  t.match(
    table,
    /^\| unbroken \| dax \| ext4 \| fault-write-race \| clean \| [\d,]+ \| [\d,]+ \| 0 \|/m,
  );
  t.match(table, '| panics | dax |  |  | untested: panic \\| not syncing |');
});
