/** Which functions of the kernel one of the two calls passes that are raced, where it meets nobody. */
import { PATH_CEILING } from '../../result/limits.js';
import type { TracedCall } from '../../result/result.js';
import type { Step } from '../../scenarios/scenario.js';
import type { RaceFiles } from '../plan.js';
import { changePath } from './change-path.js';
import { faultPath } from './fault-path.js';

/** @param filesystem as the kernel calls it */
export function callPath(
  call: TracedCall,
  files: RaceFiles,
  step: Step,
  filesystem: string,
): string[] {
  const points =
    call === 'change'
      ? changePath(files.write, step, filesystem)
      : faultPath(files.read, step, filesystem);
  return points.slice(0, PATH_CEILING);
}
