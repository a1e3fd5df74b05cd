/** Tries out what a result's reproducer finds: compiles it, and boots a guest like the one of the result. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import { UsageError } from '../errors.js';
import { makeScratch } from '../files/scratch.js';
import type { Kernel } from '../kernels/kernel.js';
import { type KernelChoice, resolveKernel } from '../kernels/resolve.js';
import { reproducer, targetOf } from '../reproduce/reproducer.js';
import type { Result } from '../result/result.js';
import { check, type Machine } from './check.js';
import { compileStatic } from './compile.js';
import { type FilesystemsRaced, filesystemAgain } from './filesystem-again.js';
import type { Checked } from './words.js';

/** What a result's guest was made of. */
export interface GuestAgain {
  /** The kernel, as exactly as it is known. */
  readonly k: string;
  readonly choice: KernelChoice;
  readonly guest: Machine & FilesystemsRaced;
}

export interface ResultCheck {
  readonly result: Result;
  /** The scenario to show, where the user has named one. */
  readonly scenario: string | undefined;
  readonly again: GuestAgain;
  /** Another kernel to boot in place of the result's. */
  readonly kernel: string | undefined;
  readonly runs: number;
  /** Of each run. */
  readonly seconds: number;
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/**
 * Checks the program of a result.
 *
 * @returns what it came to; null where it could not be compiled, which is said
 * @throws UsageError where there is no program, the kernel is not to be had, or no such guest can be started
 */
export async function checkResult(asked: ResultCheck): Promise<Checked | null> {
  const { result, scenario, again, runs, seconds, signal, log } = asked;
  const text = reproducer(result, scenario);
  const target = targetOf(result, scenario);
  const filesystem = await filesystemAgain(again.guest, target, result.expect);
  const kernel = await kernelAgain(again, asked.kernel);
  const scratch = makeScratch('check');
  try {
    const program = await compiled(text, scratch.folder, log);
    if (program === null) return null;
    const order = { program, runs, seconds, kernel, machine: again.guest, filesystem };
    return await check({ ...order, result, target, signal, log });
  } finally {
    scratch.remove();
  }
}

/** The program's file, null where there is none, which is said. */
async function compiled(text: string, folder: string, log: Logger): Promise<string | null> {
  const [source, program] = [path.join(folder, 'repro.c'), path.join(folder, 'repro')];
  writeFileSync(source, text);
  try {
    await compileStatic(source, program);
    return program;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    log.warn(`nothing was checked, for ${error.message}`);
    return null;
  }
}

/**
 * The kernel of a result, to be booted again.
 *
 * @param another in place of the result's
 * @throws UsageError where it is not to be had
 */
export async function kernelAgain(
  { k, choice }: Pick<GuestAgain, 'k' | 'choice'>,
  another: string | undefined,
): Promise<Kernel> {
  if (another !== undefined) return resolveKernel(another);
  try {
    return await resolveKernel(k, choice);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(
      `the kernel of the result is not to be had any more: ${error.message}; or name it with --kernel`,
    );
  }
}
