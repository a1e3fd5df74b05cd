/** The guest of a saved result, out of the line that runs it again: the options of `vm`, read as `vm` reads them. */
import yargs from 'yargs';
import type { GuestOptions } from '../../campaign/vm-runner.js';
import type { GuestAgain } from '../../check/check-result.js';
import { messageOf, UsageError } from '../../errors.js';
import { DEBIAN } from '../../kernels/kernel-name.js';
import { wordsOf } from '../../quoted.js';
import type { RacePlan } from '../../race/plan.js';
import type { Result } from '../../result/result.js';
import { scenarioIds } from '../../scenarios/list.js';
import { joinDashedValues } from './dashed-values.js';
import { withGrammar } from './grammar.js';
import { guestArguments, guestOptions } from './machine-options.js';
import { planOf } from './race-options.js';
import { type VmArguments, vmOptions } from './vm-options.js';

const NAME = 'the line "run again" of the result';

/**
 * The guest of a result. What its line would build or write is passed over.
 *
 * @throws UsageError where it was raced in no guest, or does not tell in which
 */
export function guestAgain(result: Result): GuestAgain {
  return raceAgain(
    result,
    'the result is not of a guest: --check boots the kernel of a result of vm, sweep or bisect; compile the program and run it there instead',
  );
}

/** A guest, and what was raced in it. */
export interface RaceAgain extends GuestAgain {
  readonly guest: GuestOptions;
  readonly plan: RacePlan;
}

/**
 * The guest of a result, and what was raced in it.
 *
 * @param without what is said where there was no guest
 * @throws UsageError where there was none, or the line does not tell
 */
export function raceAgain({ again, kernel, machine }: Result, without: string): RaceAgain {
  if (machine.accel === null) throw new UsageError(without);
  const words = wordsOf(again ?? '', NAME);
  const at = words.indexOf('vm');
  // Before it stand the program and, at the most, a variable of the environment.
  if (at < 1 || at > 2) throw new UsageError(`${NAME} is not one of vm: save the result again`);
  const args = parsed(joinDashedValues(words.slice(at)));
  const plan = planOf(scenarioIds, args, guestArguments(args));
  return {
    // Of a package the result has the version that it came to; other names hold as they were given.
    k: kernel.source.startsWith(DEBIAN) ? kernel.source : args.kernel,
    choice: { modules: args.modules ?? [], release: args.release ?? null },
    guest: guestOptions(args, plan),
    plan,
  };
}

function parsed(words: readonly string[]): VmArguments {
  const parser = withGrammar(yargs(words), words)
    .command('vm', false, (argv) => vmOptions(argv))
    .option('quiet', { type: 'boolean' })
    .option('verbose', { type: 'boolean' })
    .help(false)
    .version(false)
    .strict()
    .exitProcess(false)
    .fail((message, error) => {
      throw new UsageError(`${NAME} cannot be read: ${message ?? messageOf(error)}`);
    });
  return parser.parseSync() as unknown as VmArguments;
}
