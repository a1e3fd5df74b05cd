import fc from 'fast-check';
import t from 'tap';
import yargs from 'yargs';
import { builder } from '../../../src/cli/commands/vm.js';
import { withGrammar } from '../../../src/cli/options/grammar.js';
import { guestOptions, type MachineArguments } from '../../../src/cli/options/machine-options.js';
import { planOf } from '../../../src/cli/options/race-options.js';
import { vmAgain } from '../../../src/cli/options/vm-again.js';
import type { VmArguments } from '../../../src/cli/options/vm-options.js';
import { MAPPING_VARIABLE } from '../../../src/native/mapping-variable.js';
import { wordsOf } from '../../../src/quoted.js';
import { chosenStrategies } from '../../../src/race/strategies/list.js';
import { badIfWords } from '../../../src/result/bad-if.js';
import { scenarioIds } from '../../../src/scenarios/list.js';

/** What `holerace vm` makes of a line: as its own words are parsed. */
function understood(line: string) {
  const [program, command, ...words] = wordsOf(line, 'the line');
  const args = withGrammar(builder(yargs(words)), words)
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new Error(message);
    })
    .strict()
    .parseSync() as unknown as VmArguments;
  const plan = planOf(scenarioIds, args);
  const badIf = badIfWords(args.badIf ?? []);
  return { program, command, k: args.kernel, plan, guest: guestOptions(args, plan), badIf };
}

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const whole = (max: number) => fc.integer({ min: 1, max });
const some = <T>(values: readonly T[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 });
const printable = fc.string({ minLength: 1, maxLength: 20 }).filter((one) => one.trim() !== '');

const race = fc.record({
  scenario: maybe(some(scenarioIds)),
  time: fc.oneof(
    fc.record({ seconds: fc.double({ min: 0.1, max: 1e5, noNaN: true }) }),
    // Enough for every scenario on each filesystem.
    fc.record({ budget: fc.integer({ min: 1000, max: 1e5 }) }),
    fc.constant({}),
  ),
  attempts: maybe(whole(1e12)),
  untilBound: maybe(fc.double({ min: 1e-9, max: 1, noNaN: true })),
  seed: whole(2 ** 31 - 1),
  expect: maybe(fc.constantFrom('dax' as const, 'page-cache' as const, 'any' as const)),
  strategy: maybe(some(chosenStrategies)),
  // Every scenario has one.
  step: maybe(fc.constant(1)),
  places: maybe(whole(4096)),
  point: maybe(fc.constant(['iomap_iter return', '__xfs_filemap_fault entry'])),
  evidence: maybe(whole(64)),
});
const machine = fc.record({
  fs: maybe(some(['ext4', 'xfs', 'ext2'] as const)),
  mountOptions: maybe(fc.constant(['dax=never', 'noatime'])),
  pmem: fc.constantFrom('memmap' as const, 'virtio-pmem' as const, 'nvdimm' as const),
  cpus: maybe(whole(64)),
  memory: maybe(whole(4096)),
  pmemSize: maybe(whole(4096)),
  accel: fc.constantFrom('auto' as const, 'kvm' as const, 'tcg' as const),
  append: maybe(fc.constantFrom('nokaslr', "loglevel=7 x='a b'", '--odd')),
  qemuArgs: maybe(fc.constantFrom('-device virtio-rng-pci', "-append 'a b'")),
  timeout: maybe(fc.double({ min: 1, max: 6e5, noNaN: true })),
});
const badIf = maybe(
  fc.constant([
    { kind: 'complaint' as const, text: 'dax_' },
    { kind: 'panic' as const, text: null },
  ]),
);

t.test('it asks for what maps files where the environment did', async (t) => {
  const plan = planOf(scenarioIds, { seed: 7 });
  const guest = guestOptions({ pmem: 'memmap', accel: 'tcg' } as MachineArguments, plan);
  process.env[MAPPING_VARIABLE] = 'koffi';
  t.teardown(() => void delete process.env[MAPPING_VARIABLE]);
  t.match(vmAgain('k', plan, guest, {}), /^HOLERACE_MAPPING=koffi holerace vm --kernel k /);
});

t.test('a line is understood as what it was made of, whatever was asked for', async (t) => {
  fc.assert(
    fc.property(race, machine, badIf, printable, ({ time, ...raced }, machined, badIf, name) => {
      const k = `folder/${name}`;
      const args = { ...raced, ...time, ...machined };
      const plan = planOf(scenarioIds, args);
      const guest = guestOptions(args, plan);
      const line = vmAgain(k, plan, guest, { badIf });
      const wanted = { program: 'holerace', command: 'vm', k, plan, guest };
      t.strictSame(understood(line), { ...wanted, badIf: badIfWords(badIf ?? []) }, line);
    }),
    { numRuns: 100 },
  );
});
