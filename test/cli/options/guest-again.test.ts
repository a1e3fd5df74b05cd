import t from 'tap';
import { guestAgain } from '../../../src/cli/options/guest-again.js';
import { UsageError } from '../../../src/errors.js';
import { makeResult } from '../../fixtures/results.js';

const kernel = { release: '6.1.0', source: 'debian:linux-image-6.1=2' };
const asked = (again: string) => guestAgain(makeResult({ again, kernel }));

t.test('the guest is that of the line', async (t) => {
  const { k, choice, guest } = asked(
    "HOLERACE_MAPPING=koffi holerace vm --kernel debian:linux-image-6.1 --fs xfs --mkfs-options '-m reflink=1' --cpus=3 --pmem nvdimm --memory 2048 --append 'nokaslr quiet' --modules /m --quiet --json r.json --build 'make -j8' --bad-if oops -- --seconds 7",
  );
  t.equal(k, kernel.source, 'the version that was tested');
  t.same(choice, { modules: ['/m'], release: null });
  t.match(guest, {
    ...{ filesystems: ['xfs'], cpus: 3, pmem: 'nvdimm', memoryMib: 2048, append: 'nokaslr quiet' },
    filesystemOptions: { mkfs: ['-m', 'reflink=1'], mount: [] },
  });
  const lab = { release: '6.1.0', source: 'lab:hangs=6.1.192-2' };
  const ofLab = makeResult({ again: 'holerace vm --kernel lab:hangs', kernel: lab });
  t.equal(guestAgain(ofLab).k, 'lab:hangs', 'which knows no version');
});

t.test('a result of no guest, or with another line, is refused in a sentence', async (t) => {
  const here = makeResult({ machine: { cpus: 2, accel: null }, again: 'holerace run --seed 7' });
  t.throws(() => guestAgain(here), UsageError);
  t.throws(() => guestAgain(here), /not of a guest: --check boots the kernel/);
  t.throws(() => guestAgain(makeResult()), /is not one of vm/);
  t.throws(() => asked('holerace sweep a b --seed 7'), /is not one of vm/);
  t.throws(() => asked('holerace vm --kernel a --cpus many'), /"run again" .* cannot be read/);
  t.throws(() => asked('holerace vm --kernel a --no-such'), /"run again" .* cannot be read/);
  t.throws(() => asked("holerace vm --kernel 'a"), /has a quote that does not end/);
});
