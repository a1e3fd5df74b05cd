/**
 * Measures prototypes of strategies (prototypes/*.c) against each other: in turn, several
 * times, in one boot of a kernel. `lockstep` is the twin (twin.c), `stagger` what the engine does first; both
 * are always among them.
 *
 * node build/scripts/bench/prototypes.js --kernel K [--fs ext4] [--cpus N] [--rounds N] [--seconds S] [--prototype NAME...]
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { UsageError } from '../../src/errors.js';
import { makeScratch } from '../../src/files/scratch.js';
import { type FilesystemChoice, vmChoices } from '../../src/filesystems/list.js';
import { filesystemOrder } from '../../src/filesystems/order.js';
import { makeLog } from '../../src/log.js';
import { needTool } from '../../src/tools.js';
import { packageFile } from '../package-file.js';
import { bootGuest, MOUNT, mountLines, repeatedly, UNMOUNT_LINE } from './guest-boot.js';
import { orderOf } from './guest-runs.js';
import {
  LOCKSTEP,
  type PrototypeRun,
  prototypeRun,
  prototypeTable,
  STAGGER,
} from './prototypes-table.js';

/** Beside the racing of one round, for the boot and a filesystem. */
const OVERHEAD_SECONDS = 60;
/** A prototype ends with the round of its arena that is under way: some take seconds for one. */
const ROUND_SECONDS = 10;

const args = yargs(hideBin(process.argv))
  .option('kernel', { type: 'string', demandOption: true })
  .option('fs', { choices: vmChoices, default: 'ext4' as FilesystemChoice })
  .option('cpus', { type: 'number', default: 2 })
  .option('rounds', { type: 'number', default: 3 })
  .option('seconds', { type: 'number', default: 3 })
  .option('prototype', { type: 'string', array: true, describe: 'all of them unless given' })
  .strict()
  .parseSync();
const log = makeLog(false);

/** Compiles C files to one static program. */
async function compile(sources: readonly string[], program: string): Promise<string> {
  const options = ['-O2', '-Wall', '-static', '-pthread', '-o', program];
  await needTool(`building ${path.basename(program)}`, 'gcc', [...options, ...sources]);
  return program;
}

/** The names of the prototypes that are to be measured, the two baselines first. */
async function chosenPrototypes(program: string): Promise<string[]> {
  const listed = await needTool('listing the prototypes', program, []);
  const all = listed.split('\n').map((line) => line.split(' ')[0] ?? '');
  const unknown = args.prototype?.find((name) => !all.includes(name) && name !== LOCKSTEP);
  if (unknown !== undefined)
    throw new UsageError(`there is no prototype ${unknown}: there are ${all.join(', ')}`);
  return [...new Set([LOCKSTEP, STAGGER, ...(args.prototype ?? all)])];
}

async function measure(folder: string): Promise<void> {
  const { kernel, fs, cpus, rounds, seconds } = args;
  const below = packageFile('scripts/bench/prototypes');
  const sources = readdirSync(below).filter((file) => file.endsWith('.c'));
  const program = await compile(
    sources.map((file) => path.join(below, file)),
    path.join(folder, 'prototypes'),
  );
  const twin = await compile([packageFile('scripts/bench/twin.c')], path.join(folder, 'twin'));
  const names = await chosenPrototypes(program);
  const filesystem = await filesystemOrder(fs);
  const runs: PrototypeRun[] = [];
  const runLines = names.map((name) =>
    name === LOCKSTEP
      ? `/twin ${MOUNT} ${seconds} >&3`
      : `/prototypes ${MOUNT} ${seconds} ${name} >&3`,
  );
  await bootGuest({
    ...{ kernel, cpus, folder, programs: { twin, prototypes: program }, texts: {} },
    order: orderOf(STAGGER, seconds, filesystem),
    script: repeatedly(rounds, [...mountLines(filesystem), ...runLines, UNMOUNT_LINE]),
    limitSeconds: rounds * (OVERHEAD_SECONDS + names.length * (seconds + ROUND_SECONDS)),
    hear: (line) => {
      const run = prototypeRun(line, names);
      if (run === null) return;
      runs.push(run);
      log.info(`${run.prototype}: ${run.stale} stale in ${run.attempts} attempts`);
    },
  });
  const missing = names.find(
    (name) => runs.filter((run) => run.prototype === name).length !== rounds,
  );
  if (missing !== undefined)
    throw new Error(`the guest ended early, or ${missing} could not be raced in it`);
  process.stdout.write(
    `${kernel} on ${fs}, ${cpus} vCPUs, medians of ${rounds} runs of ${seconds} s\n\n${prototypeTable(names, runs)}\n`,
  );
}

const scratch = makeScratch('prototypes');
try {
  await measure(scratch.folder);
} finally {
  scratch.remove();
}
