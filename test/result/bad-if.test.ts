import t from 'tap';
import { badIfWords, judge, parseBadIf, verdictBy } from '../../src/result/bad-if.js';
import type { Result } from '../../src/result/result.js';
import { reports } from '../fixtures/reports.js';
import { makeComplaint, makeResult } from '../fixtures/results.js';

const ended = (kind: 'oops' | 'panic' | 'hang' | 'died', message = 'it ended'): Result =>
  makeResult({
    ...{ verdict: 'untested', reason: message, targets: [], scenarios: [] },
    finding: { kind, message, consoleLog: null },
  });

t.test('what was asked for is read as it was written', async (t) => {
  const asked = ['stale', 'complaint', 'complaint=dax_', 'complaint=a=b', 'sigbus', 'hang'];
  t.same(badIfWords(parseBadIf(asked)), asked);
  t.same(badIfWords(parseBadIf(undefined)), ['stale']);
  t.throws(() => parseBadIf(['slow']), /--bad-if slow is not known: give stale, complaint, /);
  t.throws(() => parseBadIf(['']), /is not known/);
  t.throws(() => parseBadIf(['complaint=']), /needs a text/);
  t.throws(() => parseBadIf(['complaint= ']), /needs a text/);
  t.throws(() => parseBadIf([`complaint=${'x'.repeat(257)}`]), /needs a text/);
  t.throws(() => parseBadIf(['oops=x']), /--bad-if oops takes no text/);
});

t.test('a stale read is what makes a kernel bad unless something else is asked for', async (t) => {
  for (const result of Object.values(reports)) {
    t.equal(verdictBy(result, parseBadIf(undefined)), result.verdict);
  }
});

t.test(
  'a complaint makes a kernel bad where it is asked for, and no stale read does then',
  async (t) => {
    const by = (result: Result, asked: string) => judge(result, parseBadIf([asked]));
    t.equal(by(reports.complained, 'complaint'), 'bad');
    t.equal(by(reports.complained, 'complaint=dax_'), 'bad', 'its function');
    t.equal(by(reports.complained, 'complaint=fs/dax.c:390'), 'bad', 'its place');
    t.equal(by(reports.complained, 'complaint=dax_fault_iter'), 'good', 'not its trace');
    t.equal(by(reports.complained, 'stale'), 'good');
    t.equal(by(reports.clean, 'complaint'), 'good');
    t.equal(by(reports.stale, 'complaint'), 'good', 'it was raced to its end');
    t.equal(by(reports.hung, 'complaint'), 'untested', 'it was not');
    t.equal(by(reports.untested, 'complaint'), 'untested');
    t.equal(by(reports.unheard, 'complaint'), 'untested', 'nobody listened');
    t.equal(by(reports.unheard, 'stale'), 'good');
    const died = { ...ended('died'), complaints: [makeComplaint()] };
    t.equal(by(died, 'complaint'), 'bad', 'what was said before the end stands');
  },
);

t.test('an end makes a kernel bad where it is named, and untested where it is not', async (t) => {
  const kinds = ['oops', 'panic', 'hang'] as const;
  for (const kind of kinds) {
    for (const asked of kinds) {
      const expected = kind === asked ? 'bad' : 'untested';
      t.equal(judge(ended(kind), parseBadIf([asked])), expected, `${kind} by ${asked}`);
    }
    t.equal(judge(ended(kind), parseBadIf([...kinds])), 'bad');
  }
  const sigbus = ended('died', 'the kernel answered a mapped read with SIGBUS');
  t.equal(judge(sigbus, parseBadIf(['sigbus'])), 'bad');
  t.equal(judge(ended('died'), parseBadIf(['sigbus'])), 'untested');
  t.equal(judge(reports.clean, parseBadIf(['sigbus', 'hang'])), 'good');
});
