/**
 * Counts the assertions in TAP files and prints the closing line: `N passed, N failed`, and the skipped if
 * there are any. A point that only sums up a subtest does not count; a file that cannot be read, holds no
 * assertion, or says that it bailed out, fails. What failed is named on stderr.
 *
 * tap-parser, tap's own: TAP nests, and escapes.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Parser, type Result } from 'tap-parser';

/** Characters of a failed assertion's diagnosis that are shown: a log of a machine that is gone shows nothing else. */
const DIAGNOSIS_LIMIT = 2000;

const counts = { passed: 0, failed: 0, skipped: 0 };

/** Counts what comes out of a parser, and names what failed. Returns a look at how much of it has failed so far. */
function watch(parser: Parser, place: string): () => number {
  let failed = 0;
  let failedInChild: (() => number) | null = null;
  const fail = ({ name, diag }: Result): void => {
    failed++;
    counts.failed++;
    const why = diag ? `\n${JSON.stringify(diag, null, 2).slice(0, DIAGNOSIS_LIMIT)}` : '';
    process.stderr.write(`failed: ${place} > ${name}${why}\n`);
  };
  parser.on('child', (child: Parser) => {
    failedInChild = watch(child, `${place} > ${child.name}`);
  });
  parser.on('assert', (result: Result) => {
    const inChild = failedInChild?.() ?? null;
    failedInChild = null;
    failed += inChild ?? 0;
    if (result.skip || result.todo) counts.skipped++;
    else if (inChild !== null) {
      // A subtest that failed without a failed assertion in it (a time-out, a wrong plan) fails too.
      if (!result.ok && inChild === 0) fail(result);
    } else if (result.ok) counts.passed++;
    else fail(result);
  });
  return () => failed;
}

function countFile(file: string): void {
  const before = { ...counts };
  const parser = new Parser();
  const failed = watch(parser, path.basename(file, '.tap'));
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
