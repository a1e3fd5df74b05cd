/** The commands of the documentation that need a lab kernel, and what is run for each. */
import type { Run } from '../fixtures/doc-ways.js';

const CLEAN = /^clean: no stale read in /m;
const STALE = /^stale: /m;
const TWIN = 'node build/scripts/bench/against-twin.js --kernel lab:fault-before-lock';
const FOUND = 'node build/scripts/bench/found.js';
const RUNS_A_BOOT = 'node build/scripts/bench/runs-a-boot.js --kernel lab:fault-before-lock';
const PROTOTYPES =
  'node build/scripts/bench/prototypes.js --kernel lab:fault-before-lock --fs ext4 --cpus 2';
const TOLD =
  'holerace vm --kernel lab:fault-before-lock --fs ext4 --scenario fault-write-race --seed 7 --strategy probe --point told';
const RACE = '--scenario fault-write-race --scenario unwritten-write-race --seed 7';

export const labRuns: Readonly<Record<string, Run>> = {
  'holerace vm --kernel lab:fault-before-lock --seed 7 --scenario fault-write-race --json result.json -- --seconds 5':
    { exitCode: 1, prints: STALE },
  [TOLD]: { as: `${TOLD} --seconds 5`, exitCode: 1, prints: STALE },
  'holerace vm --kernel lab:never-invalidate': {
    as: 'holerace vm --kernel lab:never-invalidate --seconds 2',
    exitCode: 1,
    prints: STALE,
  },
  'holerace vm --kernel lab:unbroken': {
    // All scenarios are what detection.test.ts races there.
    as: 'holerace vm --kernel lab:unbroken --scenario fault-write-race --seconds 5',
    prints: CLEAN,
  },
  [`holerace vm --kernel lab:unbroken --fs ext4 ${RACE} -- --seconds 110`]: {
    as: `holerace vm --kernel lab:unbroken --fs ext4 ${RACE} -- --seconds 5`,
    prints: CLEAN,
  },
  [`holerace vm --kernel lab:unbroken --fs xfs ${RACE} -- --seconds 250`]: {
    as: `holerace vm --kernel lab:unbroken --fs xfs ${RACE} -- --seconds 5`,
    prints: CLEAN,
  },
  'node build/scripts/lab/build.js ID': { as: 'node build/scripts/lab/build.js unbroken' },
  [TWIN]: { as: `${TWIN} --rounds 1 --seconds 5`, prints: /^\| together \| /m },
  [`${TWIN} --strategy stagger second-reader --cpus 1 2 4 --rounds 2 --seconds 6`]: {
    as: `${TWIN} --strategy stagger --cpus 1 2 --rounds 1 --seconds 2`,
    prints: /2 vCPUs/,
  },
  [`${TWIN} --strategy stagger --boots 2 --rounds 4 --seconds 8 --beside FOLDER`]: {
    as: `${TWIN} --strategy stagger --rounds 1 --seconds 2 --beside .`,
    prints: /2 vCPUs, \., medians of 1 rounds[\s\S]*^\| stagger \| /m,
  },
  [`${FOUND} --kernel lab:fault-before-lock --runs 20 --seconds 10`]: {
    as: `${FOUND} --kernel lab:fault-before-lock --runs 2 --seconds 10`,
    prints: /found in 2 of 2/,
  },
  [`${FOUND} --kernel lab:rare-skip --runs 20 --seconds 30`]: {
    as: `${FOUND} --kernel lab:rare-skip --runs 2 --seconds 30`,
    // One in 4,096 attempts: how many there are is the machine's doing.
    prints: /found in [012] of 2/,
  },
  'holerace vm --kernel lab:fault-before-lock --fs xfs --scenario fault-write-race --seed 7 --json race.json -- --seconds 10':
    { exitCode: 1, prints: STALE },
  'node build/scripts/findings/how-often.js --runs 10 --kernel lab:unbroken race.json': {
    as: 'node build/scripts/findings/how-often.js --runs 1 --seconds 10 --kernel lab:unbroken race.json',
    prints: /\|1 of 1\|.*\n.*\|0 of 1\|0 of /,
  },
  [`${RUNS_A_BOOT} --runs 50 --attempts 2000`]: {
    as: `${RUNS_A_BOOT} --runs 3 --attempts 2000`,
    prints: /^\| one boot +\| 3 /m,
  },
  [PROTOTYPES]: { as: `${PROTOTYPES} --rounds 1 --seconds 1 --prototype preempt-sleep` },
};
