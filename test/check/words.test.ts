import t from 'tap';
import type { RunOutcome } from '../../src/check/outcome.js';
import { type Checked, checkedWords, runWords } from '../../src/check/words.js';

const counts = { attempts: 1000, early: 500, stale: 0, sigbus: 0, lasting: 0, lost: 0 };
const stale: RunOutcome = { kind: 'stale', ...counts, stale: 604, lasting: 604 };
const clean: RunOutcome = { kind: 'clean', ...counts };
const few: RunOutcome = { kind: 'too-few', ...counts, attempts: 3 };
const bus: RunOutcome = { kind: 'sigbus', ...counts, sigbus: 2 };
const lost: RunOutcome = { kind: 'stale', ...counts, lost: 1 };
const untested: RunOutcome = { kind: 'untested', reason: 'DAX or not' };

function words(outcomes: readonly RunOutcome[], over: Partial<Checked> = {}): string {
  const where = 'an emulated guest of that kernel (2 vCPUs)';
  return checkedWords({ outcomes, runs: 3, seconds: 30, cutShort: null, where, ...over });
}

t.test('how often, where, and at which rate', async (t) => {
  t.equal(
    words([stale, stale, stale]),
    'stale in 3 of 3 runs of 30 s in an emulated guest of that kernel (2 vCPUs): 1,812 of 3,000 attempts (0.60 an attempt).',
  );
  t.match(
    words([lost]),
    /^stale in 1 of 1 run .*: 0 of 1,000 attempts; the owners of 1 place lost their bytes\.$/,
  );
  t.match(words([clean, stale, bus]), /^stale in 1 of 3 runs .*: 604 of 3,000 attempts .*; 2 more/);
});

t.test('what found nothing says why', async (t) => {
  t.match(words([clean, clean, clean]), /^stale in none of 3 runs .*: 0 of 3,000 attempts\.$/);
  t.match(words([few, few, clean]), / attempts\. 2 runs made too few attempts to tell\.$/);
  t.match(words([untested, untested]), /vCPUs\)\. Untested: DAX or not\.$/);
});

t.test('a guest that ended early is told, with what it had found', async (t) => {
  const cutShort = 'the guest hung';
  t.match(
    words([stale], { cutShort }),
    /^stale in 1 of 1 run .*\. 1 of 3 runs came to their end, for the guest hung\.$/,
  );
  t.match(words([], { cutShort }), /^nothing in an emulated .*\. 0 of 3 runs came/);
});

t.test('each run is told as it ends', async (t) => {
  t.equal(runWords(stale), 'stale in 604 of 1,000 attempts');
  t.equal(runWords(few), 'none stale in 3 attempts, too few to tell');
  t.match(runWords(bus), /got SIGBUS, none was stale/);
  t.match(runWords(lost), /^stale in 0 of 1,000 attempts; the owners of 1 place lost their bytes$/);
  t.equal(runWords(untested), 'untested: DAX or not');
});
