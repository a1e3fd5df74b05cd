/** The lab kernels: one that is unbroken, and one for each fault that a scenario must find. */
import { readFileSync } from 'node:fs';
import { UsageError } from '../../src/errors.js';
import { type FilesystemChoice, LAB_FILESYSTEMS } from '../../src/filesystems/list.js';
import type { ComplaintKind } from '../../src/result/complaint.js';
import type { Expect } from '../../src/result/result.js';
import { everywhereScenarioIds, scenarioIds } from '../../src/scenarios/list.js';
import { packageFile } from '../package-file.js';
import { type BaseId, bases } from './bases.js';

/** One semantic patch (Coccinelle's SmPL) and the file of the kernel that it must change. */
export interface Edit {
  /** `faults/PATCH.cocci`, which says what is broken and what a user would see. */
  readonly patch: string;
  readonly file: string;
}

/** Every attempt on every filesystem, some attempt on each, or on one of them. */
export type StaleShare = 'every attempt' | 'every filesystem' | 'some filesystem';

/** What holerace must say of a lab kernel. */
export type Expectation =
  | { readonly verdict: 'clean' }
  /** `scenario` is the one meant for the fault, `how` what of it must be stale; `also` are stale on some filesystem. */
  | {
      readonly verdict: 'stale';
      readonly scenario: string;
      readonly how: StaleShare;
      readonly also?: readonly string[];
    }
  /** `reason` must stand in the reason of the result. */
  | { readonly verdict: 'untested'; readonly reason: RegExp };

/** A complaint that a lab kernel must have in its result. */
export interface ExpectedComplaint {
  readonly kind: ComplaintKind;
  /** Must stand in its first line, or be its function. */
  readonly words: string;
  /** In a scenario, or outside any on a filesystem. */
  readonly when: 'scenario' | 'unmount';
  /** More than once. */
  readonly again: boolean;
}

export interface LabKernel {
  readonly id: string;
  /** Which kernel it is made of. */
  readonly base: BaseId;
  /** What is broken, in a few words. */
  readonly what: string;
  readonly edits: readonly Edit[];
  readonly expect: Expectation;
  /** What its log says while it is raced, null where nothing. */
  readonly complaint: ExpectedComplaint | null;
  /** What is raced on it. */
  readonly scenarios: readonly string[];
  /** On which filesystems. */
  readonly filesystems: readonly FilesystemChoice[];
  /** How its filesystems are mounted: a fault of the page cache shows only there. */
  readonly mode: Exclude<Expect, 'any'>;
  /** Racing time of each scenario in seconds: as long as it takes to be sure. */
  readonly seconds: number;
}

/** Long enough for a fault that shows in one of a thousand attempts. */
const SECONDS = 4;
/** Long enough for the slowest scenarios to be clean on a slow machine, those over huge pages. */
const CLEAN_SECONDS = 6;
/** The fault shows in one of ten thousand attempts or so. */
const RARE_SECONDS = 30;

/** As long as the unmended kernel takes to be stale many times over. */
const COW_SECONDS = 8;
const COW_MENDED =
  'nothing: mappings are invalidated once more when write(2) has remapped shared blocks, which it copies whole';
/** What xfs has with DAX besides, over shared data (docs/findings.md). */
const LOST_STORE_SCENARIO = 'cow-mmap-write-race';
/** What it has near shared data, on 6.1 without any race (docs/findings.md). */
const NEAR_COW_SCENARIO = 'near-cow-write-race';
/** Beside it, a write(2) that ends early, and one that is refused. */
const SHORT_WRITE_SCENARIO = 'cow-short-write-race';
const REFUSED_WRITE_SCENARIO = 'cow-refused-write-race';
/** Those of which it is the mend that write(2) holds off faults. */
const HELD_OFF_SCENARIOS = [LOST_STORE_SCENARIO, REFUSED_WRITE_SCENARIO];
const MEND = { 'cow-mended': 'fs/xfs/xfs_iomap.c' };

/** What every ext4 has with DAX, and all scenarios are clean without (docs/findings.md). */
const ZEROOUT_SCENARIO = 'neighbour-write-race';
const ZEROOUT_MENDED = 'nothing: with DAX, ext4 makes no block written that nobody writes';
const ZEROOUT_MEND = { 'zeroout-mended': 'fs/ext4/extents.c' };

/** Raced on every kernel that boots: what a fault breaks and what it leaves alone is told by both. */
const ALWAYS = [
  'stale-zero-page',
  'fault-write-race',
  'huge-fault-write-race',
  'unwritten-write-race',
];

/** Where the faults are kept, in the source tree. */
export const FAULTS_FOLDER = packageFile('scripts/lab/faults');

/** In the order in which they are built, those of one base behind each other. */
export const LAB_KERNELS: readonly LabKernel[] = [
  {
    ...fault('unbroken', ZEROOUT_MENDED, ZEROOUT_MEND, { verdict: 'clean' }),
    // The others are for shared blocks and the like, and 6.1 is stale there by itself (docs/findings.md).
    scenarios: [...everywhereScenarioIds, ZEROOUT_SCENARIO],
    seconds: CLEAN_SECONDS,
  },
  {
    ...fault(
      'zeroout-6.1',
      'nothing: a stock 6.1',
      {},
      {
        ...{ verdict: 'stale', scenario: ZEROOUT_SCENARIO, how: 'some filesystem' },
        also: [NEAR_COW_SCENARIO],
      },
    ),
    ...{ scenarios: [ZEROOUT_SCENARIO, NEAR_COW_SCENARIO], filesystems: ['ext4:4.0', 'xfs'] },
  },
  fault(
    'never-invalidate',
    'write(2) allocates and invalidates nothing',
    { 'never-invalidate': 'fs/dax.c' },
    {
      ...{ verdict: 'stale', scenario: 'stale-zero-page', how: 'every attempt' },
      also: ['extended-file-race'],
    },
  ),
  fault(
    'no-unmap',
    'entries are invalidated, page tables are not',
    { 'no-unmap': 'mm/truncate.c' },
    { verdict: 'stale', scenario: 'stale-zero-page', how: 'every attempt' },
  ),
  fault(
    'fault-before-lock',
    'the 4 KiB fault looks up the extent before it locks the entry',
    { 'fault-before-lock': 'fs/dax.c' },
    { verdict: 'stale', scenario: 'fault-write-race', how: 'every filesystem' },
  ),
  fault(
    'huge-fault-before-lock',
    'the 2 MiB fault looks up the extent before it locks the entry',
    { 'huge-fault-before-lock': 'fs/dax.c' },
    { verdict: 'stale', scenario: 'huge-fault-write-race', how: 'every filesystem' },
  ),
  {
    ...fault(
      'rare-skip',
      'one invalidation in 4,096 is skipped',
      { 'rare-skip': 'fs/dax.c' },
      { verdict: 'stale', scenario: 'fault-write-race', how: 'some filesystem' },
    ),
    // It takes long, and no scenario is better at it than another.
    ...{ scenarios: ['fault-write-race'], seconds: RARE_SECONDS },
  },
  fault(
    'unwritten-unflagged',
    'a write into an unwritten extent is not reported as new',
    {
      'unwritten-unflagged.ext4': 'fs/ext4/extents.c',
      'unwritten-unflagged.xfs': 'fs/xfs/xfs_iomap.c',
    },
    { verdict: 'stale', scenario: 'unwritten-write-race', how: 'every filesystem' },
  ),
  fault(
    'punch-keeps-mapping',
    'punching a hole leaves the mapping on the freed blocks',
    {
      'punch-keeps-mapping.truncate': 'mm/truncate.c',
      'punch-keeps-mapping.layout': 'fs/dax.c',
    },
    {
      ...{ verdict: 'stale', scenario: 'punch-read-race', how: 'every filesystem' },
      also: ['zero-range-race', 'collapse-range-race', 'insert-range-race'],
    },
  ),
  {
    ...fault(
      'huge-zap-keeps-mapping',
      'taking a part out of what a huge page maps leaves the huge mapping whole',
      { 'huge-zap-keeps-mapping': 'mm/memory.c', 'punch-keeps-mapping.layout': 'fs/dax.c' },
      { verdict: 'stale', scenario: 'zero-range-race', how: 'every filesystem' },
    ),
    // At 4 KiB nothing is stale: that is what the other one shows.
    scenarios: ['zero-range-race', 'punch-read-race'],
    // Where data is laid out in 2 MiB.
    filesystems: ['xfs:2m'],
  },
  {
    ...fault(
      'zeros-over-data',
      'a read fault over data maps zeros',
      { 'zeros-over-data': 'fs/dax.c' },
      { verdict: 'stale', scenario: 'overwrite-race', how: 'every filesystem' },
    ),
    // It is stale everywhere.
    scenarios: ['overwrite-race'],
  },
  {
    ...fault(
      'direct-write-keeps-pages',
      'a direct write leaves clean page-cache pages in place',
      {
        'direct-write-keeps-pages.before': 'fs/iomap/direct-io.c',
        'direct-write-keeps-pages.after': 'fs/iomap/direct-io.c',
      },
      {
        ...{ verdict: 'stale', scenario: 'direct-write-race', how: 'every filesystem' },
        also: ['direct-overwrite-race', 'cow-direct-race'],
      },
    ),
    mode: 'page-cache',
    // Where blocks can be shared too.
    filesystems: ['ext4:4.0', 'xfs'],
    scenarios: [
      'fault-write-race',
      'direct-write-race',
      'direct-overwrite-race',
      'cow-direct-race',
    ],
  },
  {
    ...fault(
      'unseeded',
      'getrandom(2) waits until a process seeds it',
      { unseeded: 'drivers/char/random.c' },
      { verdict: 'clean' },
    ),
    // That the guest comes up at all is what it shows.
    scenarios: ['stale-zero-page'],
  },
  complaining('warns-in-fault', 'the 4 KiB fault warns once', 'fs/dax.c', {
    ...{ kind: 'warning', words: 'dax_iomap_', when: 'scenario', again: false },
  }),
  complaining('warns-in-write', 'write(2) warns once', 'fs/dax.c', {
    ...{ kind: 'warning', words: 'warns in write(2)', when: 'scenario', again: false },
  }),
  complaining('warns-at-unmount', 'each unmount warns', 'fs/super.c', {
    ...{ kind: 'warning', words: 'warns at unmount', when: 'unmount', again: false },
  }),
  complaining('warns-before-race', 'it warns at its boot', 'fs/dax.c', null),
  complaining('floods-log', 'each write(2) warns', 'fs/dax.c', {
    ...{ kind: 'warning', words: 'dax_iomap_rw', when: 'scenario', again: true },
  }),
  fault(
    'panics',
    'it panics when DAX is mounted',
    { panics: 'drivers/dax/super.c' },
    { verdict: 'untested', reason: /panic/ },
  ),
  fault(
    'hangs',
    'write(2) never returns',
    { hangs: 'fs/dax.c' },
    { verdict: 'untested', reason: /write\(2\) or a read fault is stuck in the kernel/ },
  ),
  fault(
    'no-dax',
    'no block device has DAX, as without FS_DAX',
    { 'no-dax': 'drivers/dax/super.c' },
    { verdict: 'untested', reason: /could not be mounted with -o dax/ },
  ),
  cow(
    'cow-6.12',
    'nothing: a stock 6.12',
    {},
    {
      ...{ verdict: 'stale', scenario: 'cow-write-race', how: 'some filesystem' },
      also: [
        ...['dedupe-race', LOST_STORE_SCENARIO],
        ...[SHORT_WRITE_SCENARIO, REFUSED_WRITE_SCENARIO],
      ],
    },
  ),
  {
    ...cow(
      'cow-6.12-mended',
      COW_MENDED,
      { ...MEND, 'short-write-mended': 'fs/dax.c' },
      { verdict: 'clean' },
    ),
    // All that is new or shared, but for what has another cause.
    scenarios: scenarioIds.filter(
      (id) => !everywhereScenarioIds.includes(id) && !HELD_OFF_SCENARIOS.includes(id),
    ),
    filesystems: ['xfs:exchange'],
  },
  {
    ...cow(
      'cow-6.12-exclusive',
      'nothing: write(2) with DAX holds off faults',
      { 'write-holds-off-faults': 'fs/xfs/xfs_file.c' },
      { verdict: 'clean' },
    ),
    scenarios: ['cow-write-race', NEAR_COW_SCENARIO, ...HELD_OFF_SCENARIOS],
  },
  cow(
    'store-keeps-mapping',
    'a store through another mapping leaves a mapping on the page before it',
    { ...MEND, 'store-keeps-mapping': 'fs/dax.c' },
    {
      ...{ verdict: 'stale', scenario: 'cow-store-race', how: 'every filesystem' },
      also: ['store-race'],
    },
  ),
  cow(
    'remap-keeps-mapping',
    'a reflink over data, and unsharing, leave the mapping on the blocks before it',
    {
      'remap-keeps-mapping.clone': 'fs/xfs/xfs_reflink.c',
      'remap-keeps-mapping.unshare': 'fs/dax.c',
      'punch-keeps-mapping.layout': 'fs/dax.c',
    },
    {
      ...{ verdict: 'stale', scenario: 'clone-over-race', how: 'every filesystem' },
      also: ['unshare-race'],
    },
  ),
  {
    ...cow(
      'exchange-keeps-mapping',
      'an exchange of ranges leaves the mapping on the blocks before it',
      {
        ...MEND,
        'exchange-keeps-mapping': 'fs/xfs/xfs_exchrange.c',
        'punch-keeps-mapping.layout': 'fs/dax.c',
      },
      { verdict: 'stale', scenario: 'exchange-range-race', how: 'every filesystem' },
    ),
    filesystems: ['xfs:exchange'],
  },
];

/**
 * A kernel for blocks that are shared, which xfs has with DAX from 6.0 on: the stock one has a fault of its own there,
 * and what shows another fault is mended first.
 */
function cow(
  id: string,
  what: string,
  edits: Readonly<Record<string, string>>,
  expect: Expectation,
): LabKernel {
  return {
    ...fault(id, what, edits, expect),
    ...{ base: '6.12', filesystems: ['xfs'], scenarios: staleScenarios(expect) },
    seconds: COW_SECONDS,
  };
}

/** The scenarios that must be stale, the one that is meant for the fault first. */
export function staleScenarios(expect: Expectation): string[] {
  return expect.verdict === 'stale' ? [expect.scenario, ...(expect.also ?? [])] : [];
}

/** @param edits the semantic patches, and the file that each must change */
function fault(
  id: string,
  what: string,
  edits: Readonly<Record<string, string>>,
  expect: Expectation,
): LabKernel {
  const list = Object.entries(edits).map(([patch, file]) => ({ patch, file }));
  const scenarios = [...new Set([...ALWAYS, ...staleScenarios(expect)])];
  return {
    ...{ id, base: '6.1', what, edits: list, expect, complaint: null, scenarios },
    ...{ filesystems: LAB_FILESYSTEMS, mode: 'dax', seconds: SECONDS },
  };
}

/** A kernel that is clean, and says something in its log. */
function complaining(
  id: string,
  what: string,
  file: string,
  complaint: ExpectedComplaint | null,
): LabKernel {
  // A flood slows a race down: this scenario is clean however slow it is.
  const scenarios = ['stale-zero-page'];
  return { ...fault(id, what, { [id]: file }, { verdict: 'clean' }), complaint, scenarios };
}

/**
 * A lab kernel by its id.
 *
 * @throws UsageError where there is none
 */
export function labKernelOf(id: string): LabKernel {
  const kernel = LAB_KERNELS.find((candidate) => candidate.id === id);
  if (kernel === undefined) {
    const known = LAB_KERNELS.map((candidate) => candidate.id).join(', ');
    throw new UsageError(`there is no lab kernel ${id}: choose one of ${known}`);
  }
  return kernel;
}

/** The options that every lab kernel has, a line each, without comments. */
export function configurationOf(kernel: LabKernel): string[] {
  const lines = readFileSync(packageFile('scripts/lab/kernel.config'), 'utf8').split('\n');
  const options = lines.filter((line) => line.startsWith('CONFIG_'));
  const { without } = bases[kernel.base];
  return options.map((line) => {
    const name = line.slice(0, line.indexOf('='));
    return without.includes(name) ? `${name}=n` : line;
  });
}
