/** The options of `vm`: those of a race, of its machine and of its output, and the kernel. */
import type { Argv } from 'yargs';
import {
  type BadIfArguments,
  badIfOption,
  type OnComplaintArguments,
  onComplaintOption,
} from './complaint-options.js';
import { type MachineArguments, machineOptions } from './machine-options.js';
import { type OutputArguments, outputOptions } from './output-options.js';
import { type RaceArguments, raceOptions } from './race-options.js';

/** Adds the options of `vm` to a command. */
export function vmOptions<T>(argv: Argv<T>) {
  return badIfOption(onComplaintOption(machineOptions(outputOptions(raceOptions(argv)))))
    .option('kernel', {
      alias: 'k',
      describe:
        'a bzImage, a build tree, a root file system, a package or a folder of them, a tarball, debian:PACKAGE[=VERSION][/SUITE], or lab:ID',
      type: 'string',
      demandOption: true,
      requiresArg: true,
    })
    .option('modules', {
      describe:
        'where its modules are, if not beside it: a folder that holds lib/modules/RELEASE, or a package; may be repeated',
      type: 'string',
      array: true,
      nargs: 1,
    })
    .option('release', {
      describe: 'of several kernels in one place the one that is meant (default: the newest)',
      type: 'string',
      requiresArg: true,
    })
    .option('build', {
      describe: 'a shell command that builds the kernel first; where it fails nothing is tested',
      type: 'string',
      requiresArg: true,
    });
}

export type VmArguments = RaceArguments &
  OutputArguments &
  OnComplaintArguments &
  BadIfArguments &
  MachineArguments & {
    readonly kernel: string;
    readonly modules?: readonly string[] | undefined;
    readonly release?: string | undefined;
    readonly build?: string | undefined;
  };
