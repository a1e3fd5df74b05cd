/** The filesystem of a result, to be made once more as it was made. */
import { UsageError } from '../errors.js';
import { type FilesystemChoice, modeOf, targetNameOf } from '../filesystems/list.js';
import {
  type FilesystemOptions,
  type FilesystemOrder,
  filesystemOrder,
} from '../filesystems/order.js';
import type { Expect, Target } from '../result/result.js';

export interface FilesystemsRaced {
  readonly filesystems: readonly FilesystemChoice[];
  readonly filesystemOptions?: FilesystemOptions;
}

/**
 * The order for one of the filesystems of a result. Of the ways to make it the one counts that was taken then, where
 * this machine's mkfs still has it.
 *
 * @param target as it was raced on
 * @throws UsageError where it is none of those that were ordered, or mkfs is not installed
 */
export async function filesystemAgain(
  { filesystems, filesystemOptions }: FilesystemsRaced,
  target: Pick<Target, 'filesystem' | 'features'>,
  expect: Expect,
): Promise<FilesystemOrder> {
  const choice = filesystems.find((one) => targetNameOf(one) === target.filesystem);
  if (choice === undefined)
    throw new UsageError(
      `the result was raced on ${target.filesystem}, which its own command line does not make: save it again`,
    );
  const order = await filesystemOrder(choice, modeOf(choice, expect), filesystemOptions);
  const made = order.makings.filter(({ mkfs }) => mkfs.join(' ') === target.features?.mkfs);
  return made.length === 0 ? order : { ...order, makings: made };
}
