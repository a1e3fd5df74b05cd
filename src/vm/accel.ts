/**
 * Which accelerator to use. /dev/kvm can exist and open, and a guest hang in it for ever: KVM is believed
 * only after a kernel has booted in it and powered off before a deadline.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { cacheFolder } from '../cache.js';
import { UsageError } from '../errors.js';
import { EMPTY_GUEST_WORD, makeEmptyInitramfs } from './initramfs.js';
import { type Accel, kvmOpens, startGuest } from './qemu.js';

export type AccelChoice = Accel | 'auto';

/** A kernel boots in KVM in a second or two. */
export const PROBE_LIMIT_MS = 20_000;

const answerSchema = z.object({ machine: z.string(), kvm: z.boolean() });

export interface ProbeOutcome {
  readonly accel: Accel;
  /** A sentence for the log where the choice was not the user's, else null. */
  readonly note: string | null;
  /** Whether this very boot is what the machine's answer rests on, and so has to be remembered if it works. */
  readonly remember: boolean;
}

/**
 * Chooses the accelerator for a kernel.
 *
 * @param image the kernel to probe with
 * @param folder a scratch folder
 * @throws UsageError where KVM is asked for and cannot be opened
 */
export async function chooseAccel(
  choice: AccelChoice,
  image: string,
  folder: string,
): Promise<ProbeOutcome> {
  if (choice === 'tcg') return { accel: 'tcg', note: null, remember: false };
  if (choice === 'kvm') {
    if (!kvmOpens())
      throw new UsageError('/dev/kvm cannot be opened: use --accel tcg, or ask for access to it');
    return { accel: 'kvm', note: null, remember: false };
  }
  if (!kvmOpens()) {
    return {
      accel: 'tcg',
      note: '/dev/kvm cannot be opened: using TCG, which is slower',
      remember: false,
    };
  }
  const known = rememberedKvm();
  if (known === true) return { accel: 'kvm', note: null, remember: false };
  const hangs =
    'a guest in KVM does not come to its end on this machine: using TCG, which is slower';
  if (known === false) return { accel: 'tcg', note: `${hangs} (probed before)`, remember: false };
  const works = await probeKvm(image, folder);
  if (works) rememberKvm(true);
  // A kernel that cannot boot at all would look the same: believe it once it has booted in TCG.
  return works
    ? { accel: 'kvm', note: null, remember: false }
    : { accel: 'tcg', note: hangs, remember: true };
}

async function probeKvm(image: string, folder: string): Promise<boolean> {
  let said = '';
  const guest = startGuest(
    {
      accel: 'kvm',
      cpus: 1,
      image,
      initramfs: await makeEmptyInitramfs(folder),
      kernelParameters: ['quiet'],
      consoleLog: path.join(folder, 'kvm-probe.log'),
      disk: null,
      memory: ['-machine', 'pc', '-m', '512M'],
    },
    (chunk) => {
      said = (said + chunk).slice(-EMPTY_GUEST_WORD.length * 4);
    },
  );
  const deadline = new AbortController();
  const timedOut = delay(PROBE_LIMIT_MS, 'timeout', { signal: deadline.signal }).catch(
    () => 'timeout',
  );
  await Promise.race([guest.ended, timedOut]);
  deadline.abort();
  guest.kill();
  await guest.ended;
  return said.includes(EMPTY_GUEST_WORD);
}

function answerFile(): string {
  return path.join(cacheFolder(), 'kvm.json');
}

/** What the answer holds for: this machine under this kernel. */
function machineName(): string {
  return `${os.hostname()} ${os.release()}`;
}

/** Whether KVM has proved to work on this machine, null where nobody has looked yet. */
export function rememberedKvm(): boolean | null {
  try {
    const answer = answerSchema.parse(JSON.parse(readFileSync(answerFile(), 'utf8')));
    return answer.machine === machineName() ? answer.kvm : null;
  } catch {
    return null;
  }
}

/** Remembers whether KVM works; where the cache cannot be written, the next run looks again. */
export function rememberKvm(kvm: boolean): void {
  try {
    mkdirSync(cacheFolder(), { recursive: true });
    writeFileSync(answerFile(), JSON.stringify({ machine: machineName(), kvm }));
  } catch {
    // Only time is lost.
  }
}
