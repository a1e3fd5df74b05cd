import fc from 'fast-check';
import t from 'tap';
import { UsageError } from '../../../src/errors.js';
import { MEMORY_MIB, PMEM_BACKENDS, PMEM_MIB, pmemSetup } from '../../../src/vm/qemu/pmem.js';

t.test('the memory of memmap lies within what QEMU is given', async (t) => {
  const memoryMib = fc.integer({ min: 512, max: 2000 });
  fc.assert(
    fc.property(memoryMib, fc.integer({ min: 320, max: 1000 }), (memory, pmem) => {
      const { qemu, kernelParameters } = pmemSetup('memmap', memory, pmem);
      const given = Number(/^(\d+)M$/.exec(qemu[qemu.indexOf('-m') + 1] ?? '')?.[1]);
      return kernelParameters.join() === `memmap=${pmem}M!${memory}M` && given > memory + pmem;
    }),
  );
  t.pass('with room above it');
});

t.test('the devices have a memory of their own, that nothing on disk backs', async (t) => {
  for (const [backend, device] of [
    ['virtio-pmem', /virtio-pmem-pci,memdev=pmem/],
    ['nvdimm', /nvdimm,memdev=pmem/],
  ] as const) {
    const { qemu, kernelParameters } = pmemSetup(backend, 1024, 512);
    t.match(qemu[qemu.indexOf('-device') + 1], device);
    t.match(qemu[qemu.indexOf('-object') + 1], /^memory-backend-memfd,id=pmem,.*size=512M$/);
    t.same(kernelParameters, []);
  }
  t.ok(pmemSetup('nvdimm', 1024, 512).qemu.includes('pc,nvdimm=on'));
});

t.test('sizes that cannot work are refused', async (t) => {
  for (const backend of PMEM_BACKENDS) {
    t.ok(pmemSetup(backend, MEMORY_MIB, PMEM_MIB), `${backend} takes the defaults`);
    t.ok(pmemSetup(backend, 512, 320), `${backend} takes the least`);
    t.throws(() => pmemSetup(backend, 511, 320), UsageError);
    t.throws(() => pmemSetup(backend, 512, 319), UsageError);
  }
  const tooLarge = /--memory and --pmem-size come to .* or use --pmem virtio-pmem$/;
  t.throws(() => pmemSetup('memmap', 2048, 1024), { message: tooLarge });
  t.ok(pmemSetup('virtio-pmem', 2048, 1024), 'a device needs no room below');
});
