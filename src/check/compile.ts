/** Compiles a C program so that it runs in any guest: statically, for nothing of this machine's libraries is there. */
import { needTool } from '../tools.js';

const COMPILER = 'cc';
const FLAGS = ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-static', '-pthread'];
/** One small file: seconds, also on a busy machine. */
const COMPILE_LIMIT_MS = 120_000;

/**
 * Compiles one file.
 *
 * @param source the C file
 * @param program the file that is made of it
 * @throws UsageError where there is no compiler, or it refuses, with the last line that it said
 */
export async function compileStatic(source: string, program: string): Promise<void> {
  await needTool(`compiling ${source}`, COMPILER, [...FLAGS, '-o', program, source], {
    timeout: COMPILE_LIMIT_MS,
  });
}
