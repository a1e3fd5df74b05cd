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

function watch(parser: Parser): void {
  let children = 0;
  parser.on('child', (child: Parser) => {
    children++;
    watch(child);
  });
  parser.on('assert', (result: Result) => {
    const isSummary = children > 0;
    children = 0;
    // A subtest that failed without a failed assertion in it (a time-out, a wrong plan) fails too.
    if (isSummary && result.ok) return;
    if (result.skip || result.todo) counts.skipped++;
    else if (result.ok) counts.passed++;
    else if (!isSummary) counts.failed++;
    else counts.failed += counts.failed === 0 ? 1 : 0;
  });
}

for (const file of process.argv.slice(2)) {
  const before = counts.passed + counts.failed;
  const parser = new Parser();
  watch(parser);
  parser.end(readFileSync(file, 'utf8'));
  if (counts.passed + counts.failed === before) {
    process.stderr.write(`${file} holds no assertion: no test ran\n`);
    counts.failed++;
  }
  if (!parser.ok && counts.failed === 0) counts.failed++;
}
if (counts.passed === 0) counts.failed++;
const skipped = counts.skipped === 0 ? '' : `, ${counts.skipped} skipped`;
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed${skipped}\n`);
process.exitCode = counts.failed === 0 ? 0 : 1;
