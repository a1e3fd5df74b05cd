/**
 * The first filesystem of a guest is made by init, on another cpu, while Node.js starts: what its process then finds is
 * how mkfs ended, and what it said.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isOnPmem, PMEM_DEVICE } from '../filesystems/filesystem.js';
import type { FilesystemOrder } from '../filesystems/order.js';
import { quoted } from '../quoted.js';
import { COMMAND_LIMIT_MS, type CommandOutcome, outcomeOf } from './command.js';
import { InitProgram } from './init-programs.js';
import { type GuestNeeds, GuestPath } from './order.js';
import { waitUntil } from './wait.js';

/** Looks for the device, a twentieth of a second apart. Where it does not appear, nothing is made early. */
const DEVICE_LOOKS = 40;

/** The files by which init tells of it, in the folder for what passes. */
const Made = {
  /** Is there from before Node.js starts. */
  BEGUN: 'making',
  STDOUT: 'made',
  STDERR: 'made-errors',
  /** What prints the features has printed. */
  FEATURES: 'made-features',
  /** Its status, once all is done; no number where the device has not appeared. */
  STATUS: 'made-status',
} as const;

/** How the first making of the first filesystem ended. */
export interface MadeEarly {
  readonly made: CommandOutcome;
  readonly features: string;
}

/** The filesystem that init makes; null where more has to be done before: an nvdimm is made fsdax first. */
function madeByInit({ pmem, filesystems }: GuestNeeds): FilesystemOrder | null {
  const [first] = filesystems;
  if (first === undefined || !isOnPmem(first) || pmem === 'nvdimm') return null;
  return first.prepare.length === 0 && first.makings.length > 0 ? first : null;
}

/** The line that has nobody take what init has made. */
export const FORGET_LINE = `/bin/busybox rm -f ${GuestPath.RUNTIME}${GuestPath.TMP}/${Made.BEGUN}`;

export interface EarlyLines {
  /** Before Node.js starts. */
  readonly before: string;
  /** Beside it, behind the modules. */
  readonly beside: string;
}

/** The lines of init that make it; empty where it does not. */
export function earlyLines(needs: GuestNeeds): EarlyLines {
  const order = madeByInit(needs);
  const making = order?.makings[0];
  if (order === null || making === undefined) return { before: '', beside: '' };
  const file = (name: string): string => `${GuestPath.RUNTIME}${GuestPath.TMP}/${name}`;
  const command = (words: readonly string[]): string =>
    `${InitProgram.IN_RUNTIME} /bin/${quoted([...words, PMEM_DEVICE])}`;
  const inspects = order.inspect.length > 0;
  return {
    before: `echo > ${file(Made.BEGUN)}`,
    beside: `looks=0
while [ ! -b ${PMEM_DEVICE} ] && [ $looks -lt ${DEVICE_LOOKS} ]; do usleep 50000; looks=$((looks + 1)); done
made=none
if [ -b ${PMEM_DEVICE} ]; then
  ${command(making.mkfs)} > ${file(Made.STDOUT)} 2> ${file(Made.STDERR)} < /dev/null
  made=$?
  ${inspects ? `${command(order.inspect)} > ${file(Made.FEATURES)} 2> /dev/null < /dev/null` : ''}
fi
echo $made > ${file(Made.STATUS)}`,
  };
}

/**
 * What init has made: it waits for its end. It is given to who asks first, for it is the first filesystem.
 *
 * @param folder where init tells of it
 * @returns null where it makes nothing, has not, or has been asked before
 */
export function takeMadeEarly(
  folder: string = GuestPath.TMP,
  limitMs = COMMAND_LIMIT_MS,
): MadeEarly | null {
  const place = (name: string): string => path.join(folder, name);
  if (!existsSync(place(Made.BEGUN))) return null;
  let status = '';
  const isOver = (): boolean => {
    status = textOf(place(Made.STATUS));
    return status.endsWith('\n');
  };
  if (!waitUntil(isOver, limitMs)) status = 'late';
  rmSync(place(Made.BEGUN));
  if (status === 'none\n') return null;
  const end = status === 'late' ? null : Number(status);
  const said = { stdout: textOf(place(Made.STDOUT)), stderr: textOf(place(Made.STDERR)) };
  return { made: outcomeOf({ status: end, ...said }), features: textOf(place(Made.FEATURES)) };
}

function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
