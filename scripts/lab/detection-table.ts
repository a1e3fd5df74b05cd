/** The table of detection: lab kernel by scenario, as Markdown. */
import type { Result, ScenarioResult } from '../../src/report/result.js';
import { scenarioIds } from '../../src/scenarios/list.js';
import type { LabKernel } from './kernels.js';

/** What holerace said of a lab kernel. */
export interface Detection {
  readonly kernel: LabKernel;
  readonly result: Result;
}

/** Characters of a reason in the table; the result holds it whole. */
const REASON_LIMIT = 110;

const COLUMNS = [
  ...['lab kernel', 'filesystem', 'scenario', 'verdict'],
  ...['attempts', 'overlapped', 'stale', 'by preempt', 'first stale after', 'of'],
];

/** The table, with a line above it that says how it was made. */
export function detectionTable(detections: readonly Detection[], seed: number): string {
  const machine = detections[0]?.result.machine;
  const release = detections[0]?.result.kernel.release.split('-lab')[0];
  const rows = [COLUMNS, COLUMNS.map(() => '---'), ...detections.flatMap(rowsOf)];
  const pending = detections.flatMap(({ kernel }) => pendingOf(kernel));
  return [
    `Linux ${release}, ${machine?.accel}, ${machine?.cpus} vCPUs, seed ${seed}.`,
    '',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    '',
    ...(pending.length === 0 ? [] : ['Pending, for the scenario is still to be written:', '']),
    ...pending,
    '',
  ].join('\n');
}

function rowsOf({ kernel, result }: Detection): string[][] {
  if (result.scenarios.length > 0) {
    return result.scenarios.map((scenario) => [kernel.id, ...scenarioRow(scenario)]);
  }
  const cells = [kernel.id, '', '', `${result.verdict}: ${shortened(result.reason)}`];
  return [COLUMNS.map((_, index) => cells[index] ?? '')];
}

function scenarioRow(scenario: ScenarioResult): string[] {
  const { filesystem, id, verdict, reason, attempts, overlapped, stale } = scenario;
  const first = scenario.secondsToFirstStale;
  const byPreempt = scenario.widenings.find((widening) => widening.id === 'preempt')?.stale ?? 0;
  const why = verdict === 'untested' ? `: ${shortened(reason)}` : '';
  return [
    ...[filesystem, id, `${verdict}${why}`],
    ...[attempts, overlapped, stale, byPreempt].map((count) => count.toLocaleString('en')),
    first === null ? '' : `${first.toFixed(2)} s`,
    `${scenario.seconds.toFixed(1)} s`,
  ];
}

/** A reason as a cell of the table. */
function shortened(reason: string | null): string {
  const text = (reason ?? '').replaceAll('|', '\\|');
  return text.length <= REASON_LIMIT ? text : `${text.slice(0, REASON_LIMIT)} …`;
}

function pendingOf({ id, expect }: LabKernel): string[] {
  if (expect.verdict !== 'stale' || scenarioIds.includes(expect.scenario)) return [];
  return [`- ${id}: ${expect.scenario}`];
}
