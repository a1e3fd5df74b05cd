/** What a stale scenario of a result was raced with. */
import { UsageError } from '../../errors.js';
import { type FilesystemChoice, targetNameOf } from '../../filesystems/list.js';
import { type FilesystemOptions, NO_FILESYSTEM_OPTIONS } from '../../filesystems/order.js';
import type { RacePlan } from '../../race/plan.js';
import type { ScenarioResult } from '../../result/result.js';
import type { Setting } from './setting.js';

/** What the line that runs the result again says. */
export interface RacedAgain {
  readonly plan: RacePlan;
  readonly guest: {
    readonly cpus: number;
    readonly filesystems: readonly FilesystemChoice[];
    readonly filesystemOptions?: FilesystemOptions;
  };
}

/**
 * The setting with which to begin.
 *
 * @throws UsageError where the scenario was raced on a filesystem that its line does not make
 */
export function settingOf(
  { filesystem }: Pick<ScenarioResult, 'filesystem'>,
  { plan, guest }: RacedAgain,
): Setting {
  const choice = guest.filesystems.find((one) => targetNameOf(one) === filesystem);
  if (choice === undefined)
    throw new UsageError(
      `the result was raced on ${filesystem}, which its own command line does not make: save it again`,
    );
  const { step, strategies, points, places } = plan;
  return {
    ...{ step: step ?? null, strategies, points: points ?? null, places: places ?? null },
    ...{ cpus: guest.cpus, filesystem: choice, kind: 'until-stale' },
    options: guest.filesystemOptions ?? NO_FILESYSTEM_OPTIONS,
  };
}
