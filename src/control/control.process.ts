/**
 * The process that races the control. For the overlayfs control it runs in a mount namespace of its own,
 * so that its mounts end with it, whatever happens.
 *
 * The overlayfs control: a lower file is opened read-only and mapped, then opened for writing, which
 * copies it up; the mapping keeps the old bytes for ever. That is documented behaviour
 * (Documentation/filesystems/overlayfs.rst, "Non-standard behavior"), and so is certain.
 *
 * The planted disagreement: the reader is given another file than the writer.
 *
 * Arguments: the mode, and an empty folder. Standard output: records.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CHANGES } from '../race/changes/list.js';
import type { RaceFiles, RacePlan } from '../race/plan.js';
import { raceScenario } from '../race/race-scenario.js';
import { sendStart } from '../race/start.js';
import { Workers } from '../race/threads/workers.js';
import { descriptorSink } from '../result/record-line.js';
import { scenarios } from '../scenarios/list.js';
import { describeTarget } from '../target/target.js';
import { type ControlMode, STATUS_NO_OVERLAY } from './modes.js';
import { type Planted, plantedOf } from './planted.js';

const STDOUT = 1;
const SECONDS_LIMIT = 60;
/** No stamp of the control's few rounds. */
const OTHER_BYTE = 0xee;

const [mode, folder = ''] = process.argv.slice(2) as [ControlMode, string];
const sink = descriptorSink(STDOUT);

function mount(...args: string[]): boolean {
  return spawnSync('mount', args, { stdio: 'ignore' }).status === 0;
}

/** Mounts an overlay over folders of a tmpfs, with user xattrs where only those are allowed. */
function mountOverlay(): boolean {
  if (!mount('-t', 'tmpfs', 'holerace', folder)) return false;
  // Names relative to the folder: its own may hold commas or colons, which mean something in the options.
  process.chdir(folder);
  for (const made of ['lower', 'upper', 'work', 'merged']) mkdirSync(made);
  const options = 'lowerdir=lower,upperdir=upper,workdir=work';
  return ['', ',userxattr'].some((more) =>
    mount('-t', 'overlay', 'holerace', '-o', `${options}${more}`, 'merged'),
  );
}

/**
 * The file that only the reader sees: a hole, where data is expected, or data where zeros are.
 */
function makeOther(file: string, { step, fileBytes }: Planted): string {
  const isHoleExpected = CHANGES[step.change].rule.after(1) === 0;
  writeFileSync(file, isHoleExpected ? Buffer.alloc(fileBytes, OTHER_BYTE) : '');
  truncateSync(file, fileBytes);
  return file;
}

/** The files of one control: a lower file seen through the overlay, or two files that disagree. */
function filesOf(planted: Planted, index: number): RaceFiles {
  if (mode === 'planted') {
    const read = makeOther(path.join(folder, `${index}.read`), planted);
    return { read, write: makeOther(path.join(folder, `${index}.write`), planted) };
  }
  makeOther(path.join(folder, 'lower', `${index}`), planted);
  const merged = path.join(folder, 'merged', `${index}`);
  return { read: merged, write: merged };
}

if (mode !== 'planted' && !mountOverlay()) process.exit(STATUS_NO_OVERLAY);
sendStart(sink);
const workers = new Workers();
for (const [index, planted] of plantedOf(scenarios).entries()) {
  const files = filesOf(planted, index);
  const plan: RacePlan = {
    scenarios: [planted.scenario.id],
    seconds: SECONDS_LIMIT,
    attempts: planted.attempts,
    seed: planted.seed,
    expect: 'any',
    budgetSeconds: null,
    untilBound: null,
    strategies: ['stagger'],
    evidenceLimit: planted.attempts,
  };
  const target = describeTarget(files.read, null);
  const signal = new AbortController().signal;
  const order = { scenario: planted.scenario, plan, files, target, sink, workers, signal };
  // Trying anything on the file would copy it up before the reader has opened it.
  await raceScenario({ ...order, lackedBy: () => null, told: null });
}
sink({ record: 'done' });
process.exit(0);
