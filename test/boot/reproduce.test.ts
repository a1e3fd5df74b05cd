/** A stale read of a stock kernel's, found, made a C program, and found again by that. */
import path from 'node:path';
import t from 'tap';
import { runCli } from '../fixtures/cli.js';

/** It has had the race of docs/findings.md all along. */
const KERNEL = 'debian:linux-image-cloud-amd64/bookworm';
const LIMIT_MS = 300_000;

t.test('the program of a result finds what the result did', { timeout: LIMIT_MS }, async (t) => {
  const json = path.join(t.testdir(), 'cow.json');
  const race = ['--fs', 'xfs', '--scenario', 'cow-write-race', '--seed', '7', '--json', json];
  const found = await runCli(['vm', '--kernel', KERNEL, ...race, '--', '--seconds', '4']);
  t.equal(found.exitCode, 1, found.stderr);
  const words = ['--check', '--runs', '2', '--seconds', '3'];
  const { exitCode, stdout, stderr } = await runCli(['reproduce', json, ...words]);
  t.equal(exitCode, 0, stderr);
  const head = stdout.replaceAll(/\s+\*\s+/g, ' ');
  t.match(head, /Checked: stale in [12] of 2 runs of 3 s in an? .*guest of that kernel/);
  t.match(stderr, /run 2 of 2: /);
});
