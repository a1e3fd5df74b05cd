/** The table of detection: lab kernel by scenario, as Markdown. */
import type { Result, ScenarioResult } from '../../src/report/result.js';
import { scenarioIds } from '../../src/scenarios/list.js';
import type { LabKernel } from './kernels.js';

/** What holerace said of a lab kernel. */
export interface Detection {
  readonly kernel: LabKernel;
  readonly result: Result;
}

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
  const reason = result.reason?.replaceAll('|', '\\|') ?? '';
  const cells = [kernel.id, '', '', `${result.verdict}: ${reason}`];
  return [COLUMNS.map((_, index) => cells[index] ?? '')];
}

function scenarioRow(scenario: ScenarioResult): string[] {
  const { filesystem, id, verdict, reason, attempts, overlapped, stale } = scenario;
  const first = scenario.secondsToFirstStale;
  const byPreempt = scenario.widenings.find((widening) => widening.id === 'preempt')?.stale ?? 0;
  const why = verdict === 'untested' ? `: ${reason}` : '';
  return [
    ...[filesystem, id, `${verdict}${why}`],
    ...[attempts, overlapped, stale, byPreempt].map((count) => count.toLocaleString('en')),
    first === null ? '' : `${first.toFixed(2)} s`,
    `${scenario.seconds.toFixed(1)} s`,
  ];
}

function pendingOf({ id, expect }: LabKernel): string[] {
  if (expect.verdict !== 'stale' || scenarioIds.includes(expect.scenario)) return [];
  return [`- ${id}: ${expect.scenario}`];
}
