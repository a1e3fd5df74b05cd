import t from 'tap';
import { answerFollows } from '../../../src/campaign/believe.js';
import { doubtsOf } from '../../../src/campaign/bisect/report.js';
import { DEFAULT_SETTINGS } from '../../../src/campaign/bisect/settings.js';
import { rangeOf } from '../../../src/campaign/commits/evidence.js';
import { commitsReport } from '../../../src/campaign/commits/report.js';
import { CampaignState } from '../../../src/campaign/state.js';
import { bisectText } from '../../../src/report/text/bisect-text.js';
import { bisectReportSchema } from '../../../src/result/campaign.js';
import { countsOf } from '../../fixtures/run-counts.js';

/** 0 - 1 - 3 - 4, and 0 - 2 - 3: a branch that is merged. */
const PARENTS = [[], [0], [0], [1, 2], [3]];
const git = {
  commits: PARENTS.map((parents, place) => ({
    ...{ hash: `${place}`.repeat(40), subject: `change ${place}`, author: 'A U Thor' },
    ...{ date: '2017-05-10T12:00:00Z', parents },
  })),
  paths: ['fs'],
};

function reportOf(line: string, looksFor: 'first-bad' | 'first-fixed' = 'first-bad') {
  const state = new CampaignState(PARENTS.length, []);
  for (const [commit, counts] of countsOf(line).entries()) state.counts[commit] = counts;
  return commitsReport({ git, range: rangeOf(git, looksFor), state, settings: DEFAULT_SETTINGS });
}

const CLEAN = 'c'.repeat(20);

t.test('an answer names the commit, follows from its runs, and has a log for git', async (t) => {
  const report = reportOf(`. ${CLEAN} ss ss sss`);
  t.match(report, { confirmed: true, answer: { kernels: ['2'.repeat(40)] } });
  t.same(bisectReportSchema.parse(JSON.parse(JSON.stringify(report))), report);
  t.ok(answerFollows(report));
  t.notOk(answerFollows({ ...report, answer: { ...report.answer, kernels: ['3'.repeat(40)] } }));
  t.same(report.git?.log, [
    `git bisect start '${'4'.repeat(40)}' '${'0'.repeat(40)}' '--' 'fs'`,
    `git bisect bad ${'3'.repeat(40)}`,
    `git bisect bad ${'2'.repeat(40)}`,
    `git bisect good ${'1'.repeat(40)}`,
  ]);
  const text = bisectText({ bisect: report, doubts: [] });
  t.match(
    text,
    `the first bad commit is ${'2'.repeat(40)} ("change 2", A U Thor, 2017-05-10) (99.`,
  );
  t.match(text, /^222222222222 change 2 +2 +0/m);
});

t.test('commits that are no history, or others than the kernels, are not believed', async (t) => {
  const report = reportOf(`. ${CLEAN} ss ss sss`);
  const [first, second, ...others] = git.commits;
  if (first === undefined || second === undefined) throw new Error('there are commits');
  const circle = [{ ...first, parents: [1] }, second, ...others];
  t.notOk(answerFollows({ ...report, git: { ...git, log: [], commits: circle } }));
  t.notOk(
    answerFollows({ ...report, git: { ...git, log: [], commits: [second, first, ...others] } }),
  );
});

t.test('the fix is one of which the parents were stale', async (t) => {
  const report = reportOf(`sss ss ${CLEAN} . cc`, 'first-fixed');
  t.match(report, {
    looksFor: 'first-fixed',
    confirmed: true,
    answer: { kernels: ['2'.repeat(40)] },
  });
  t.match(report.git?.log[0], "git bisect start '--term-old=unfixed' '--term-new=fixed'");
});

t.test(
  'what was clean behind a stale commit is doubtful, and what nothing explains is refused',
  async (t) => {
    t.match(doubtsOf(reportOf(`. . sssss ${CLEAN} sss`)), [
      /^doubtful: 3{40} was clean in 20 runs, and lies behind 2{40}, which is stale/,
    ]);
    t.same(
      doubtsOf(reportOf(`. ${CLEAN} sssss . sss`)),
      [],
      'the other branch does not descend from it',
    );
  },
);
