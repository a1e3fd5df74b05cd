import t from 'tap';
import { formatMail } from '../../../src/report/mail/mail.js';
import { fixesTag } from '../../../src/report/words/bisect-words.js';
import { bisectOf, hashOf, lineOf } from '../../fixtures/commit-graphs.js';

t.test('the first bad commit has the tag of its mend, and nothing else has', async (t) => {
  const bisect = bisectOf(lineOf(3), 1);
  t.equal(fixesTag(bisect), 'Fixes: 000000000000 ("change 1")');
  t.equal(fixesTag({ ...bisect, confirmed: false }), null);
  t.equal(fixesTag({ ...bisect, looksFor: 'first-fixed' }), null);
  t.equal(fixesTag({ ...bisect, answer: { ...bisect.answer, kernels: [1, 2].map(hashOf) } }), null);
  const { git: _, ...list } = bisect;
  t.equal(fixesTag(list), null, 'a kernel of a list is no commit');
});

t.test('a mail has it in a line of its own, however long', async (t) => {
  const bisect = bisectOf(lineOf(3), 1);
  const subject = 'fs: '.padEnd(90, 'a word ').trim();
  const commits = bisect.git?.commits.map((one) => ({ ...one, subject })) ?? [];
  const told = { ...bisect, git: { commits, paths: [], log: [] } };
  const mail = formatMail({
    results: [],
    campaigns: [{ kind: 'bisect', bisect: told, steps: [], doubts: [] }],
  });
  t.match(mail, `\n\nFixes: 000000000000 ("${subject}")\n`);
});
