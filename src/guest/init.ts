/** The guest's first process: a shell script, for busybox is all that its initramfs needs. */
import path from 'node:path';
import { LOG_APPLETS, logAfterRace } from './log-after-race.js';
import { NEXT_RACE, NEXT_RACE_LIMIT_SECONDS, RACE_OVER } from './next-race.js';
import { GuestPath, RESULT_PORT, RUNTIME_DISK, STATUS_NO_RUNTIME_DISK } from './order.js';

/** The applets of busybox that the script calls. */
export const INIT_APPLETS = [
  ...[
    'cat',
    'chroot',
    'cp',
    'echo',
    'insmod',
    'mkdir',
    'mkfifo',
    'mount',
    'reboot',
    'sh',
    'stty',
    'usleep',
  ],
  ...LOG_APPLETS,
] as const;

/** Looks for the runtime's disk, a twentieth of a second apart: its driver may still be probing. */
const DISK_LOOKS = 40;

/** Read ahead of the runtime's disk: Node.js is one file of a hundred megabytes, touched all over. */
const READ_AHEAD_KIB = 4096;

export interface InitOptions {
  /** The file names of the modules that the runtime's disk needs, in the order in which they load. */
  readonly diskModules: readonly string[];
  /** The other modules, in the order in which they load: while Node.js starts on another cpu. */
  readonly modules: readonly string[];
  /** Repeated in the end mark of the first race, to prove that this script wrote it; each later race has its own. */
  readonly token: string;
  /** Whether the guest takes further races, in the same process. */
  readonly staysUp?: boolean;
  /** Whether the runtime comes on a disk, or lies in the initramfs. */
  readonly runtimeOnDisk: boolean;
  /** Whether a program is run in place of a race. */
  readonly runsProgram?: boolean;
}

/** The script /init. All that varies in it has been checked: names of files and a token of hex. */
export function initScript({
  diskModules,
  modules,
  token,
  staysUp = false,
  runtimeOnDisk,
  runsProgram = false,
}: InitOptions): string {
  const { ORDER, RUNTIME, TMP, GIVEN, MODULES_LOADED } = GuestPath;
  const once = runsProgram ? GuestPath.PROGRAM_RUNNER : GuestPath.PROGRAM;
  return `#!/bin/sh
mkdir -p /proc /sys /dev
mount -t devtmpfs dev /dev
mount -t proc proc /proc
mount -t sysfs sys /sys
# The result channel passes bytes through as they are.
stty -F ${RESULT_PORT} raw -echo
exec 3> ${RESULT_PORT}
token=${token}
mark() {
  echo '{"record":"end","token":"'$token'","status":'"$1"'}' >&3
}
end() {
  mark $1
  exec 3>&-
  # QEMU runs with -no-reboot: this ends it, on machines without ACPI too.
  reboot -f
}
/seed-entropy || echo 'holerace: the random pool could not be seeded'
${insmods(diskModules)}
${runtimeOnDisk ? mountRuntime() : ''}
mount -t tmpfs tmp ${RUNTIME}${TMP}
{
${insmods(modules)}
echo > ${RUNTIME}${MODULES_LOADED}
} &
mount -t tmpfs mnt ${RUNTIME}/mnt
cp ${ORDER} ${RUNTIME}${TMP}${ORDER}
${runsProgram ? `cp ${GIVEN} ${RUNTIME}${TMP}${GIVEN}` : ''}
mount -t devtmpfs dev ${RUNTIME}/dev
mount -t proc proc ${RUNTIME}/proc
mount -t sysfs sys ${RUNTIME}/sys
${staysUp ? raceAgain() : runOnce(once)}
end $status
`;
}

function nodeLine(program: string): string {
  return `chroot ${GuestPath.RUNTIME} /bin/node ${program} ${GuestPath.TMP}${GuestPath.ORDER}`;
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

function insmods(modules: readonly string[]): string {
  return modules.map((module) => `insmod ${GuestPath.MODULES}/${module}`).join('\n');
}

function mountRuntime(): string {
  return `looks=0
while [ ! -b ${RUNTIME_DISK} ] && [ $looks -lt ${DISK_LOOKS} ]; do usleep 50000; looks=$((looks + 1)); done
mount -t ext4 -o ro ${RUNTIME_DISK} ${GuestPath.RUNTIME} || end ${STATUS_NO_RUNTIME_DISK}
echo ${READ_AHEAD_KIB} > /sys/block/${path.basename(RUNTIME_DISK)}/queue/read_ahead_kb`;
}
