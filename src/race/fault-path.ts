/**
 * Which functions of the kernel a read fault passes that meets nobody, in their order: the list of `probe`, and between
 * them what the kernel tells of its own. They are the left column of a window (docs/reproduce.md).
 */
import { closeSync, openSync } from 'node:fs';
import { truncate } from '../native/extents.js';
import { FaultTrace, type Passing } from '../native/fault-trace.js';
import { functionsLike } from '../native/kernel-symbols.js';
import { addressOf, unmap } from '../native/libc.js';
import { forbidHugePages, forbidReadahead, mapShared } from '../native/mmap.js';
import { HUGE_PAGE_BYTES, PAGE_BYTES } from '../native/page-sizes.js';
import { Peek } from '../native/peek.js';
import type { ProbePoint } from '../native/probe.js';
import { affinity, firstOf, moveTo } from '../native/scheduling.js';
import { FAULT_PATH_CEILING } from '../result/limits.js';
import type { Step } from '../scenarios/scenario.js';
import { CHANGES } from './changes/list.js';
import { ARENA_OFFSET_BYTES, placeBytes } from './places/arena.js';
import { mappedBytes, PLACES } from './places/list.js';
import { roundMaker } from './places/round.js';
import { FAULT_POINTS } from './strategies/fault-points.js';
import { pointName } from './strategies/probe-points.js';
import { Owned } from './threads/owned.js';

/** Any stamp but zero. */
const STAMP = 7;

/** What a fault on a file may pass, in names of the kernel's own: of whatever maps files, and of their filesystem. */
const OF_FAULTS = /^(?:dax|iomap|vmf)_\w+$/;
const OF_FILESYSTEMS =
  /^(?:__)?(?<filesystem>[a-z0-9]+)_\w*(?:fault|iomap|map_blocks|bmapi_read|imap|ilock|es_lookup|get_block|lookup_extent|read_extent|get_extent)\w*$/;
/** Probes cost, emulated a tenth of a second: each of these is tried at its entry alone. */
const TOLD_CEILING = 160;
/** Nobody hears of the race meanwhile. */
const SETTING_LIMIT_MS = 40_000;

/**
 * Has one read fault on the first place of a step, on a cpu of its own.
 *
 * @param path the file that is raced; it is left with a page
 * @param filesystem as the kernel calls it
 * @returns the points by name; none where no probe can be set, or the place cannot be made
 */
export function faultPath(path: string, step: Step, filesystem: string): string[] {
  const owned = new Owned();
  const before = affinity();
  try {
    const fd = owned.keep(openSync(path, 'r+'), closeSync);
    owned.keep(fd, () => truncate(fd, PAGE_BYTES));
    const { rule } = CHANGES[step.change];
    roundMaker(PLACES[step.place], { fd, shape: step, aim: rule })(STAMP);
    const mapping = owned.keep(mapShared(fd, ARENA_OFFSET_BYTES, mappedBytes(step)), unmap);
    if (step.pageBytes !== HUGE_PAGE_BYTES) forbidHugePages(mapping);
    forbidReadahead(mapping);
    // By the kernel, in the thread's name: there may be no page.
    const peek = owned.keep(new Peek(addressOf(mapping)), (one) => one.close());
    const points = [...FAULT_POINTS, ...entriesTold(filesystem)];
    // One clock for all of them.
    moveTo(firstOf(before));
    const trace = owned.keep(new FaultTrace(points, SETTING_LIMIT_MS), (one) => one.close());
    // The first time what is called faults itself; the fault on the first place is the one that is looked at.
    for (const index of [step.places - 1, 0]) {
      trace.forget();
      peek.byteAt(placeBytes(step, index, STAMP, rule.backwards) + rule.loadOffsetBytes(index));
    }
    return pathIn(trace.passings()).slice(0, FAULT_PATH_CEILING);
  } catch {
    return [];
  } finally {
    owned.close();
    moveTo(before);
  }
}

/** What every fault passes, on ordinary memory too. */
const OF_EVERY_FAULT: readonly string[] = ['handle_mm_fault', 'finish_fault'];
const FAULT_BEGINS = 'handle_mm_fault entry';
const FAULT_ENDS = 'handle_mm_fault return';

/**
 * The points of the one fault on the file, each where it is passed first. Faults on ordinary memory may have come before
 * it and behind it.
 *
 * @param passings in the order of time
 */
export function pathIn(passings: readonly Passing[]): string[] {
  const ofFile = passings.findIndex(({ point }) => !OF_EVERY_FAULT.includes(point.symbol));
  const names = passings.map(({ point }) => pointName(point));
  const from = names.slice(0, Math.max(0, ofFile)).lastIndexOf(FAULT_BEGINS);
  const ofFault = names.slice(Math.max(0, from));
  const ends = ofFault.indexOf(FAULT_ENDS);
  return [...new Set(ends < 0 ? ofFault : ofFault.slice(0, ends + 1))];
}

/** The entries of functions that the kernel tells, and that are in no list. */
function entriesTold(filesystem: string): ProbePoint[] {
  const listed = new Set(FAULT_POINTS.map(({ symbol }) => symbol));
  const isOfFault = (name: string): boolean =>
    OF_FAULTS.test(name) || OF_FILESYSTEMS.exec(name)?.groups?.filesystem === filesystem;
  return functionsLike(isOfFault)
    .filter((symbol) => !listed.has(symbol))
    .slice(0, TOLD_CEILING)
    .map((symbol) => ({ symbol, at: 'entry' }));
}
