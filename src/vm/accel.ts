/**
 * Which accelerator to use. /dev/kvm can exist and open, and a guest hang in it for ever: KVM is believed
 * only after a kernel has booted in it and powered off before a deadline.
 */
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { UsageError } from '../errors.js';
import { cacheFolder } from '../files/cache.js';
import { interruption } from '../interruption.js';
import type { Kernel } from '../kernels/kernel.js';
import { tellStep } from '../steps.js';
import { EMPTY_GUEST_WORD, makeEmptyInitramfs } from './initramfs.js';
import { type Accel, type Added, NOTHING_ADDED } from './qemu/machine.js';
import { kvmOpens, startGuest } from './qemu/qemu.js';

export type AccelChoice = Accel | 'auto';

/** A kernel boots in KVM in a second or two. */
export const PROBE_LIMIT_MS = 20_000;

/** Kernels that hang in KVM and race in TCG, before KVM is given up for the machine: one may be at fault itself. */
const HANGS_BEFORE_GIVING_UP = 2;

const answerSchema = z.object({
  machine: z.string(),
  /** A kernel has come to its end in KVM. */
  works: z.boolean(),
  /** The releases that hang in KVM and race in TCG. */
  hung: z.array(z.string()).max(HANGS_BEFORE_GIVING_UP),
});

type Answer = z.infer<typeof answerSchema>;

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
 * @param kernel the kernel to probe with
 * @param folder a scratch folder
 * @param added what the user adds: a kernel may not boot without it
 * @throws UsageError where KVM is asked for and cannot be opened
 */
export async function chooseAccel(
  choice: AccelChoice,
  kernel: Kernel,
  folder: string,
  added: Added = NOTHING_ADDED,
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
  const known = rememberedKvm(kernel.release);
  if (known === true) return { accel: 'kvm', note: null, remember: false };
  const hangs = 'guests hang under KVM on this machine: using TCG, which is slower';
  if (known === false) return { accel: 'tcg', note: `${hangs} (probed before)`, remember: false };
  const works = await probeKvm(kernel.image, added, folder);
  if (works) remember({ ...recall(), works: true });
  // A kernel that cannot boot at all would look the same: believe it once it has booted in TCG.
  return works
    ? { accel: 'kvm', note: null, remember: false }
    : { accel: 'tcg', note: hangs, remember: true };
}

async function probeKvm(image: string, added: Added, folder: string): Promise<boolean> {
  tellStep('probing KVM');
  let said = '';
  const guest = startGuest(
    {
      accel: 'kvm',
      cpus: 1,
      image,
      initramfs: await makeEmptyInitramfs(folder),
      kernelParameters: ['quiet'],
      added,
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
  const interrupted =
    interruption.signal === null
      ? []
      : [once(interruption.signal, 'abort', { signal: deadline.signal })];
  await Promise.race([guest.ended, timedOut, ...interrupted]).catch(() => undefined);
  deadline.abort();
  guest.kill();
  await guest.ended;
  interruption.signal?.throwIfAborted();
  return said.includes(EMPTY_GUEST_WORD);
}

function answerFile(): string {
  return path.join(cacheFolder(), 'kvm.json');
}

/** What the answer holds for: this machine under this kernel. */
function machineName(): string {
  return `${os.hostname()} ${os.release()}`;
}

function recall(): Answer {
  const nothing: Answer = { machine: machineName(), works: false, hung: [] };
  try {
    const answer = answerSchema.parse(JSON.parse(readFileSync(answerFile(), 'utf8')));
    return answer.machine === machineName() ? answer : nothing;
  } catch {
    return nothing;
  }
}

/** Where the cache cannot be written, the next run looks again: only time is lost. */
function remember(answer: Answer): void {
  try {
    mkdirSync(cacheFolder(), { recursive: true });
    writeFileSync(answerFile(), JSON.stringify(answer));
  } catch {
    // As said.
  }
}

/**
 * Whether KVM has proved to work on this machine, null where it is not known.
 *
 * @param release the kernel that is to be booted, null for any
 */
export function rememberedKvm(release: string | null): boolean | null {
  const { works, hung } = recall();
  if (works) return true;
  const hopeless = hung.length >= HANGS_BEFORE_GIVING_UP;
  return hopeless || (release !== null && hung.includes(release)) ? false : null;
}

/** Remembers a kernel that did not come to its end in KVM, and has raced in TCG. */
export function rememberHang(release: string): void {
  const answer = recall();
  const hung = [...new Set([...answer.hung, release])].slice(0, HANGS_BEFORE_GIVING_UP);
  remember({ ...answer, hung });
}
