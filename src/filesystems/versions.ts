/** Which mkfs makes the filesystems. */
import { runTool } from '../tools.js';
import { chosenBy, type FilesystemChoice } from './list.js';

/**
 * What the programs say of their versions, one for each that the choices need.
 *
 * @throws UsageError where one is not installed
 */
export async function mkfsVersions(choices: readonly FilesystemChoice[]): Promise<string[]> {
  const commands = choices.flatMap((choice) => chosenBy(choice).filesystem.mkfs?.command[0] ?? []);
  return Promise.all(
    [...new Set(commands)].map(async (tool) => {
      // mke2fs says it to its standard error.
      const { stdout, stderr } = await runTool(tool, ['-V']);
      return `${tool}: ${`${stdout}\n${stderr}`.trim().split('\n')[0] ?? ''}`;
    }),
  );
}
