/** A ladder that begins to warn, bisected without a guest. */
import t from 'tap';
import { decide } from '../../src/campaign/bisect/decision.js';
import { bisectReport } from '../../src/campaign/bisect/report.js';
import { DEFAULT_SETTINGS } from '../../src/campaign/bisect/settings.js';
import { outcomeOf } from '../../src/campaign/outcome.js';
import { CampaignState } from '../../src/campaign/state.js';
import { bisectText } from '../../src/report/text/bisect-text.js';
import { parseBadIf } from '../../src/result/bad-if.js';
import { bisectReportSchema } from '../../src/result/campaign.js';
import { makeComplaint, makeResult } from '../fixtures/results.js';

const FIRST_BAD = 5;
const RUNS_LIMIT = 200;

t.test('the first kernel that warns is found, though all are clean', async (t) => {
  const kernels = Array.from({ length: 8 }, (_, kernel) => `k${kernel}`);
  const badIf = ['complaint=dax_'];
  const asked = parseBadIf(badIf);
  const state = new CampaignState(kernels.length, [], asked);
  const order = kernels.map((_, kernel) => kernel);
  for (let run = 0; run < RUNS_LIMIT; run++) {
    const decision = decide(state.counts, DEFAULT_SETTINGS);
    if (decision.next !== 'run') break;
    const { kernel } = decision;
    const complaints = kernel < FIRST_BAD ? [] : [makeComplaint()];
    const result = makeResult({ complaints });
    const record = { record: 'run' as const, kernel, run: 1, startedAt: '', seconds: 1 };
    state.keep(outcomeOf({ ...record, verdict: result.verdict, result }, asked));
  }
  const bisect = bisectReport({ kernels, order, state, settings: DEFAULT_SETTINGS, badIf });
  t.match(bisectReportSchema.parse(bisect), {
    confirmed: true,
    answer: { kernels: ['k5'] },
    badIf,
  });
  const text = bisectText({ bisect, doubts: [] });
  t.match(text, /^kernel +bad +good +untested/);
  t.match(text, /a run of a bad kernel is bad with a chance of .*, by --bad-if complaint=dax_\n/);
  t.match(text, /the first bad kernel is k5/);
  t.match(text, /complaint: WARNING: CPU: 1 PID: 88 at fs\/dax.c:390 dax_insert_entry/);
});
