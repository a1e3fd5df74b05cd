/** The guest's first process: a shell script of few processes, for each takes an emulated guest tens of milliseconds. */
import type { EarlyLines } from './early-making.js';
import { InitProgram } from './init-programs.js';
import { LOG_APPLETS, logAfterRace } from './log-after-race.js';
import { NEXT_RACE, NEXT_RACE_LIMIT_SECONDS, RACE_OVER } from './next-race.js';
import { GuestPath, RESULT_PORT, RUNTIME_DISK, STATUS_NO_RUNTIME_DISK } from './order.js';

/** The applets of busybox that the script calls. */
export const INIT_APPLETS = [
  ...['cat', 'cp', 'echo', 'mkfifo', 'mount', 'sh', 'usleep'],
  ...LOG_APPLETS,
] as const;

/** Looks for the runtime's disk, a twentieth of a second apart: its driver may still be probing. */
const DISK_LOOKS = 40;

export interface InitOptions {
  /** Repeated in the end mark of the first race, to prove that this script wrote it; each later race has its own. */
  readonly token: string;
  /** Whether the guest takes further races, in the same process. */
  readonly staysUp?: boolean;
  /** Whether the runtime comes on a disk, or lies in the initramfs. */
  readonly runtimeOnDisk: boolean;
  /** Whether a program is run in place of a race. */
  readonly runsProgram?: boolean;
  /** What is made while Node.js starts. */
  readonly early: EarlyLines;
}

/** The script /init. All that varies in it has been checked or quoted: a token of hex and the words of mkfs. */
export function initScript({
  token,
  staysUp = false,
  runtimeOnDisk,
  runsProgram = false,
  early,
}: InitOptions): string {
  const { RUNTIME, TMP, GIVEN, MODULES_LOADED } = GuestPath;
  const once = runsProgram ? GuestPath.PROGRAM_RUNNER : GuestPath.PROGRAM;
  return `#!/bin/sh
${InitProgram.PREPARE}
exec 3> ${RESULT_PORT}
token=${token}
mark() {
  echo '{"record":"end","token":"'$token'","status":'"$1"'}' >&3
}
end() {
  mark $1
  exec 3>&-
  exec ${InitProgram.END}
}
${runtimeOnDisk ? waitForDisk() : ''}
${InitProgram.MOUNT} || end ${STATUS_NO_RUNTIME_DISK}
${early.before}
{
${InitProgram.LOAD_MODULES}
echo > ${RUNTIME}${MODULES_LOADED}
${early.beside}
} &
${runsProgram ? `cp ${GIVEN} ${RUNTIME}${TMP}${GIVEN}` : ''}
${staysUp ? raceAgain() : runOnce(once)}
end $status
`;
}

function nodeLine(program: string): string {
  return `${InitProgram.IN_RUNTIME} ${GuestPath.NODE} ${program} ${GuestPath.TMP}${GuestPath.ORDER}`;
}

function runOnce(program: string): string {
  return `${nodeLine(program)} >&3
status=$?
${logAfterRace()} >&3`;
}

/**
 * The race's process says when a race is over, and only then the host is told so and asked for the next one: by this
 * script, so that a token proves each race to be whole. Where that process ends, so does the guest. What the kernel says
 * between races that process reads itself.
 */
function raceAgain(): string {
  const { RUNTIME, TOLD, SEEDS } = GuestPath;
  return `mkfifo ${RUNTIME}${TOLD} ${RUNTIME}${SEEDS}
# Opened both ways, so that nobody waits for the other end.
exec 4< ${RESULT_PORT} 5<> ${RUNTIME}${TOLD} 6<> ${RUNTIME}${SEEDS}
{
  ${nodeLine(GuestPath.PROGRAM)} >&3 4<&- 5<&- 6<&-
  echo "ended $?" >&5
} &
while read -r what status <&5; do
  [ "$what" = ${RACE_OVER} ] || break
  mark 0
  status=0
  read -r -t ${NEXT_RACE_LIMIT_SECONDS} what token seed <&4 || break
  [ "$what" = ${NEXT_RACE} ] || break
  echo "$seed" >&6
done
${logAfterRace()} >&3`;
}

function waitForDisk(): string {
  return `looks=0
while [ ! -b ${RUNTIME_DISK} ] && [ $looks -lt ${DISK_LOOKS} ]; do usleep 50000; looks=$((looks + 1)); done`;
}
