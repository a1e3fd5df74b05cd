/** The table of detection: lab kernel by scenario, as Markdown. */
import type { Result, ScenarioResult } from '../../src/result/result.js';
import { packageFile } from '../package-file.js';
import type { LabKernel } from './kernels.js';

/** Where a run of the lab's tests leaves its table. */
export const TABLE_FILE = packageFile('build/lab/detection.md');

/** What holerace said of a lab kernel. */
export interface Detection {
  readonly kernel: LabKernel;
  readonly result: Result;
}

/** Characters of a reason in the table; the result holds it whole. */
const REASON_LIMIT = 110;

const COLUMNS = [
  ...['lab kernel', 'mode', 'filesystem', 'scenario', 'verdict'],
  ...['attempts', 'overlapped', 'stale', 'by probe', 'first stale after', 'of'],
];

/** The table, with a line above it that says how it was made. */
export function detectionTable(detections: readonly Detection[], seed: number): string {
  const machine = detections[0]?.result.machine;
  const release = detections[0]?.result.kernel.release.split('-lab')[0];
  const rows = [COLUMNS, COLUMNS.map(() => '---'), ...detections.flatMap(rowsOf)];
  return [
    `Linux ${release}, ${machine?.accel}, ${machine?.cpus} vCPUs, seed ${seed}.`,
    '',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    '',
  ].join('\n');
}

function rowsOf({ kernel, result }: Detection): string[][] {
  if (result.scenarios.length > 0) {
    return result.scenarios.map((one) => [kernel.id, kernel.mode, ...scenarioRow(one)]);
  }
  const cells = [kernel.id, kernel.mode, '', '', `${result.verdict}: ${shortened(result.reason)}`];
  return [COLUMNS.map((_, index) => cells[index] ?? '')];
}

function scenarioRow(scenario: ScenarioResult): string[] {
  const { filesystem, id, verdict, reason, attempts, overlapped, stale } = scenario;
  const first = scenario.secondsToFirstStale;
  const byProbe = scenario.strategies.find((strategy) => strategy.id === 'probe')?.stale ?? 0;
  const why = verdict === 'untested' ? `: ${shortened(reason)}` : '';
  return [
    ...[filesystem, id, `${verdict}${why}`],
    ...[attempts, overlapped, stale, byProbe].map((count) => count.toLocaleString('en')),
    first === null ? '' : `${first.toFixed(2)} s`,
    `${scenario.seconds.toFixed(1)} s`,
  ];
}

/** A reason as a cell of the table. */
function shortened(reason: string | null): string {
  const text = (reason ?? '').replaceAll('|', '\\|');
  return text.length <= REASON_LIMIT ? text : `${text.slice(0, REASON_LIMIT)} …`;
}
