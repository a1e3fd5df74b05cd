/** The guest's first process: a shell script, for busybox is all that its initramfs needs. */
import path from 'node:path';
import { LOG_APPLETS, logAfterRace } from './log-after-race.js';
import { GuestPath, RESULT_PORT, RUNTIME_DISK, STATUS_NO_RUNTIME_DISK } from './order.js';

/** The applets of busybox that the script calls. */
export const INIT_APPLETS = [
  ...['cat', 'chroot', 'cp', 'echo', 'insmod', 'mkdir', 'mount', 'reboot', 'sh', 'stty', 'usleep'],
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
  /** Repeated in the end mark, to prove that this script wrote it. */
  readonly token: string;
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
  runtimeOnDisk,
  runsProgram = false,
}: InitOptions): string {
  const { ORDER, RUNTIME, TMP, GIVEN, MODULES_LOADED } = GuestPath;
  const runner = runsProgram ? GuestPath.PROGRAM_RUNNER : GuestPath.PROGRAM;
  return `#!/bin/sh
mkdir -p /proc /sys /dev
mount -t devtmpfs dev /dev
mount -t proc proc /proc
mount -t sysfs sys /sys
# The result channel passes bytes through as they are.
stty -F ${RESULT_PORT} raw -echo
exec 3> ${RESULT_PORT}
end() {
  echo '{"record":"end","token":"${token}","status":'"$1"'}' >&3
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
chroot ${RUNTIME} /bin/node ${runner} ${TMP}${ORDER} >&3
status=$?
${logAfterRace()} >&3
end $status
`;
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
