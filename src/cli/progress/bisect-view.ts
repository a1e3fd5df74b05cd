/** What is seen of a bisect while it lasts: the table, drawn again with each run; off a terminal a line for each run. */
import type { Logger } from 'pino';
import type { BisectView } from '../../campaign/bisect/bisect.js';
import type { Phase } from '../../campaign/bisect/steps.js';
import type { Campaign } from '../../campaign/campaign.js';
import { bisectTable } from '../../report/text/bisect-text.js';
import type { BisectReport } from '../../result/campaign.js';
import { liveTable, shortName } from './live-table.js';
import { followsLive, type UnderWay } from './under-way.js';

export interface RunView {
  readonly onRun: BisectView;
  readonly end: () => void;
}

/** Begins to show it. */
export function bisectView(
  campaign: Campaign,
  soFar: () => BisectReport,
  underWay: UnderWay,
  log: Logger,
): RunView {
  let phase: Phase = 'screen';
  let runs = campaign.state.runs.length;
  if (!followsLive(log)) {
    const onRun: BisectView = ({ kernel, verdict, reason }, asked) => {
      runs++;
      const why = reason === null ? '' : `: ${reason}`;
      log.info(`run ${runs}, ${asked}: ${campaign.nameOf(kernel)} is ${verdict}${why}`);
    };
    return { onRun, end: () => undefined };
  }
  const title = (): string => {
    const now = [...underWay.steps].map(([k, step]) => `, ${shortName(k)} is ${step}`).join('');
    return `run ${runs + 1}, ${phase}${now}`;
  };
  const table = liveTable(title, () => {
    const report = soFar();
    const kernels = report.kernels.map((kernel) => ({ ...kernel, k: shortName(kernel.k) }));
    return bisectTable(report.git === undefined ? { kernels } : report).split('\n');
  });
  underWay.onChange = table.draw;
  const onRun: BisectView = (_, asked) => {
    runs++;
    phase = asked;
    table.draw();
  };
  return { onRun, end: table.end };
}
