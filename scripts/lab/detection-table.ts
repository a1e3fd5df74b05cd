/** The table of detection: lab kernel by scenario, as Markdown. */
import type { Result, ScenarioResult } from '../../src/report/result.js';
import { scenarioIds } from '../../src/scenarios/list.js';
import type { LabKernel } from './kernels.js';

/** What holerace said of a lab kernel. */
export interface Detection {
  readonly kernel: LabKernel;
  readonly result: Result;
}

/** How the table was made: what it takes to make it again. */
export interface TableOptions {
  readonly seed: number;
  /** Racing time of each scenario. */
  readonly seconds: number;
}

const COLUMNS = [
  ...['lab kernel', 'filesystem', 'scenario', 'verdict'],
  ...['attempts', 'overlapped', 'stale', 'first stale after'],
];

/** The table, with a line above it that says how it was made. */
export function detectionTable(
  detections: readonly Detection[],
  { seed, seconds }: TableOptions,
): string {
  const machine = detections[0]?.result.machine;
  const release = detections[0]?.result.kernel.release.split('-lab')[0];
  const rows = [COLUMNS, COLUMNS.map(() => '---'), ...detections.flatMap(rowsOf)];
  const pending = detections.flatMap(({ kernel }) => pendingOf(kernel));
  return [
    `Linux ${release}, ${machine?.accel}, ${machine?.cpus} vCPUs, ${seconds} s of racing for each scenario, seed ${seed}.`,
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
  return [[kernel.id, '', '', `${result.verdict}: ${reason}`, '', '', '', '']];
}

function scenarioRow(scenario: ScenarioResult): string[] {
  const { filesystem, id, verdict, reason, attempts, overlapped, stale } = scenario;
  const first = scenario.secondsToFirstStale;
  const why = verdict === 'untested' ? `: ${reason}` : '';
  return [
    ...[filesystem, id, `${verdict}${why}`],
    ...[attempts, overlapped, stale].map((count) => count.toLocaleString('en')),
    first === null ? '' : `${first.toFixed(2)} s`,
  ];
}

function pendingOf({ id, expect }: LabKernel): string[] {
  if (expect.verdict !== 'stale' || scenarioIds.includes(expect.scenario)) return [];
  return [`- ${id}: ${expect.scenario}`];
}
