/**
 * Counts the assertions in TAP files and prints the closing line: `N passed, N failed`, and the skipped if
 * there are any. A point that only sums up a subtest does not count; a file that cannot be read, holds no
 * assertion, or says that it bailed out, fails.
 *
 * tap-parser, tap's own: TAP nests, and escapes.
 */
import { readFileSync } from 'node:fs';
import { Parser, type Result } from 'tap-parser';

const counts = { passed: 0, failed: 0, skipped: 0 };

/** Counts what comes out of a parser. Returns a look at how much of it has failed so far. */
function watch(parser: Parser): () => number {
  let failed = 0;
  let failedInChild: (() => number) | null = null;
  const fail = (): void => {
    failed++;
    counts.failed++;
  };
  parser.on('child', (child: Parser) => {
    failedInChild = watch(child);
  });
  parser.on('assert', (result: Result) => {
    const inChild = failedInChild?.() ?? null;
    failedInChild = null;
    failed += inChild ?? 0;
    if (result.skip || result.todo) counts.skipped++;
    else if (inChild !== null) {
      // A subtest that failed without a failed assertion in it (a time-out, a wrong plan) fails too.
      if (!result.ok && inChild === 0) fail();
    } else if (result.ok) counts.passed++;
    else fail();
  });
  return () => failed;
}

function countFile(file: string): void {
  const before = { ...counts };
  const parser = new Parser();
  const failed = watch(parser);
  parser.end(readFileSync(file, 'utf8'));
  const seen = counts.passed + counts.failed + counts.skipped;
  if (seen === before.passed + before.failed + before.skipped) throw new Error('holds no test');
  // A plan that was not kept, or a bail-out.
  if (!parser.ok && failed() === 0) counts.failed++;
}

for (const file of process.argv.slice(2)) {
  try {
    countFile(file);
  } catch (error) {
    process.stderr.write(`${file}: ${error instanceof Error ? error.message : error}\n`);
    counts.failed++;
  }
}
if (counts.passed + counts.failed === 0) counts.failed++;
const skipped = counts.skipped === 0 ? '' : `, ${counts.skipped} skipped`;
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed${skipped}\n`);
process.exitCode = counts.failed === 0 ? 0 : 1;
