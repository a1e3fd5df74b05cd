import t from 'tap';
import { InitProgram, initPrograms } from '../../src/guest/init-programs.js';

const options = {
  diskModules: ['00-virtio_ring.ko', '01-virtio_blk.ko'],
  diskFilesystemModules: ['02-jbd2.ko', '03-ext4.ko'],
  modules: ['04-nd_e820.ko', '05-nd_pmem.ko'],
  order: '{"the":"order"}',
};

/** The modules that a program names, as it loads them. */
function modulesIn(program: Buffer | undefined): string[] {
  const text = program?.toString('latin1') ?? '';
  return [...text.matchAll(/\/modules\/(\S+?\.ko)\0/g)].map(([, name]) => name ?? '');
}

t.test('modules are loaded in order, those of the disk before it is mounted', async (t) => {
  const programs = initPrograms({ ...options, runtimeOnDisk: true });
  const { diskModules, diskFilesystemModules } = options;
  const early = [...diskFilesystemModules, ...diskModules];
  t.same(modulesIn(programs[InitProgram.PREPARE]), early);
  t.same(modulesIn(programs[InitProgram.LOAD_MODULES]), options.modules);
  t.same(modulesIn(programs[InitProgram.MOUNT]), []);
});

t.test('the disk is mounted where there is one, and the order is there in any case', async (t) => {
  for (const runtimeOnDisk of [true, false]) {
    const mounting = initPrograms({ ...options, runtimeOnDisk })[InitProgram.MOUNT];
    t.equal(mounting?.includes('/dev/vda\0'), runtimeOnDisk);
    t.equal(mounting?.includes('/runtime/bin/node\0'), runtimeOnDisk, 'what is read ahead');
    t.ok(mounting?.includes('/runtime/tmp/order.json\0'));
    t.ok(mounting?.includes(options.order));
  }
});

t.test('probes are not made jumps of, and a kernel without that says nothing', async (t) => {
  const preparing = initPrograms({ ...options, runtimeOnDisk: true })[InitProgram.PREPARE];
  const file = '/proc/sys/debug/kprobes-optimization';
  const text = preparing?.toString('latin1') ?? '';
  t.ok(text.includes(`${file}\0`));
  t.notOk(text.includes(`${file} could not`));
  t.ok(text.indexOf(file) > text.indexOf('/proc\0'), 'once there is /proc');
});
