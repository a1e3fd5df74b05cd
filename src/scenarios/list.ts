/** Every scenario, in the order in which they run. A new one is one file and one line here. */
import { appendRace } from './append-race.js';
import { cloneOverRace } from './clone-over-race.js';
import { collapseRangeRace } from './collapse-range-race.js';
import { copyRangeRace } from './copy-range-race.js';
import { cowDirectRace } from './cow-direct-race.js';
import { cowMmapWriteRace } from './cow-mmap-write-race.js';
import { cowRefusedWriteRace } from './cow-refused-write-race.js';
import { cowShortWriteRace } from './cow-short-write-race.js';
import { cowStoreRace } from './cow-store-race.js';
import { cowWriteRace } from './cow-write-race.js';
import { dedupeRace } from './dedupe-race.js';
import { directOverwriteRace } from './direct-overwrite-race.js';
import { directWriteRace } from './direct-write-race.js';
import { exchangeRangeRace } from './exchange-range-race.js';
import { extendedFileRace } from './extended-file-race.js';
import { faultWriteRace } from './fault-write-race.js';
import { hugeFaultWriteRace } from './huge-fault-write-race.js';
import { insertRangeRace } from './insert-range-race.js';
import { mixedSizeRace } from './mixed-size-race.js';
import { mmapWriteRace } from './mmap-write-race.js';
import { nearCowWriteRace } from './near-cow-write-race.js';
import { neighbourWriteRace } from './neighbour-write-race.js';
import { overwriteRace } from './overwrite-race.js';
import { punchReadRace } from './punch-read-race.js';
import { punchedWriteRace } from './punched-write-race.js';
import type { Scenario } from './scenario.js';
import { staleZeroPage } from './stale-zero-page.js';
import { storeRace } from './store-race.js';
import { truncateTailRace } from './truncate-tail-race.js';
import { unshareRace } from './unshare-race.js';
import { unwrittenWriteRace } from './unwritten-write-race.js';
import { vectoredWriteRace } from './vectored-write-race.js';
import { zeroRangeRace } from './zero-range-race.js';

export const scenarios: readonly Scenario[] = [
  staleZeroPage,
  faultWriteRace,
  hugeFaultWriteRace,
  unwrittenWriteRace,
  punchedWriteRace,
  mixedSizeRace,
  directWriteRace,
  appendRace,
  vectoredWriteRace,
  punchReadRace,
  truncateTailRace,
  mmapWriteRace,
  copyRangeRace,
  extendedFileRace,
  overwriteRace,
  directOverwriteRace,
  cowWriteRace,
  cowDirectRace,
  storeRace,
  cowStoreRace,
  cowMmapWriteRace,
  cowShortWriteRace,
  cowRefusedWriteRace,
  nearCowWriteRace,
  neighbourWriteRace,
  zeroRangeRace,
  unshareRace,
  collapseRangeRace,
  insertRangeRace,
  cloneOverRace,
  dedupeRace,
  exchangeRangeRace,
];

/** The ids of all scenarios, in order. */
export const scenarioIds: readonly string[] = scenarios.map((scenario) => scenario.id);

/** The ids of those that every filesystem with what Linux promises of files can do. */
export const everywhereScenarioIds: readonly string[] = scenarios
  .filter(({ onlyOnSome }) => !onlyOnSome)
  .map(({ id }) => id);

/** The ids of those that `run` races unless told otherwise. */
export const coreScenarioIds: readonly string[] = scenarios
  .filter(({ core }) => core)
  .map(({ id }) => id);

/**
 * The scenario of that id.
 *
 * @throws RangeError where there is none
 */
export function scenarioOf(id: string): Scenario {
  const scenario = scenarios.find((candidate) => candidate.id === id);
  if (scenario === undefined) throw new RangeError(`there is no scenario ${id}`);
  return scenario;
}
