import t from 'tap';
import { UsageError } from '../../../src/errors.js';
import { qemuArguments } from '../../../src/vm/qemu/command-line.js';
import type { Machine } from '../../../src/vm/qemu/machine.js';
import { checkHostMemory } from '../../../src/vm/qemu/qemu.js';

const machine: Machine = {
  accel: 'tcg',
  cpus: 3,
  image: '/boot/vmlinuz',
  initramfs: '/tmp/initramfs.cpio',
  kernelParameters: ['memmap=512M!1024M', 'quiet'],
  consoleLog: '/tmp/console.log',
  disk: null,
  memory: ['-machine', 'pc', '-m', '1024M'],
};

/** The values of an option, in order. */
function valuesOf(args: readonly string[], option: string): (string | undefined)[] {
  return args.flatMap((arg, index) => (arg === option ? [args[index + 1]] : []));
}

t.test('a guest has nothing that was not named, and ends when it reboots', async (t) => {
  const args = qemuArguments(machine);
  t.same(valuesOf(args, '-net'), ['none']);
  t.same(valuesOf(args, '-display'), ['none']);
  for (const flag of ['-nodefaults', '-no-user-config', '-no-reboot']) t.ok(args.includes(flag));
  t.same(
    args.filter((arg) => /^-(?:netdev|nic|drive|device|monitor|virtfs)$/.test(arg)),
    [],
  );
  t.same(valuesOf(args, '-smp'), ['3']);
  t.same(valuesOf(args, '-kernel'), ['/boot/vmlinuz']);
  t.same(valuesOf(args, '-m'), ['1024M']);
});

t.test('what the user adds comes last, so that it wins', async (t) => {
  const added = { append: 'nokaslr loglevel=7', qemuArgs: ['-device', 'virtio-rng-pci'] };
  const args = qemuArguments({ ...machine, added });
  t.match(valuesOf(args, '-append')[0], / quiet nokaslr loglevel=7$/);
  t.same(args.slice(-2), added.qemuArgs);
});

t.test('the kernel panics on an oops, and reboots on a panic', async (t) => {
  const [append = ''] = valuesOf(qemuArguments(machine), '-append');
  const parameters = append.split(' ');
  const wanted = ['console=ttyS0', 'panic=-1', 'oops=panic', 'memmap=512M!1024M', 'quiet'];
  t.same(
    wanted.filter((parameter) => !parameters.includes(parameter)),
    [],
  );
});

t.test('the console is the first serial port, the result channel the second', async (t) => {
  const args = qemuArguments(machine);
  t.same(valuesOf(args, '-serial'), ['chardev:console', 'chardev:results']);
  t.match(valuesOf(args, '-chardev'), [/^file,id=console,/, /^stdio,id=results,/]);
});

t.test('a comma in a path does not end the path', async (t) => {
  const args = qemuArguments({ ...machine, consoleLog: '/a,b/c.log', disk: '/d,e,,f.img' });
  t.ok(valuesOf(args, '-chardev').includes('file,id=console,path=/a,,b/c.log'));
  const [drive = ''] = valuesOf(args, '-drive');
  t.match(drive, /readonly=on/);
  t.ok(drive.endsWith('file=/d,,e,,,,f.img'));
});

t.test('each accelerator has its processor', async (t) => {
  t.match(valuesOf(qemuArguments(machine), '-accel'), [/^tcg/]);
  const kvm = qemuArguments({ ...machine, accel: 'kvm' });
  t.same([valuesOf(kvm, '-accel'), valuesOf(kvm, '-cpu')], [['kvm'], ['host']]);
});

t.test('a guest larger than the memory of the host is refused', async (t) => {
  t.doesNotThrow(() => checkHostMemory(1));
  t.throws(() => checkHostMemory(2 ** 40), UsageError);
});
