/** What a hunt came to, as Markdown: a row for each guest, and what in it was not clean. */
import { readFileSync } from 'node:fs';
import { markdownTable } from 'markdown-table';
import { readSaved } from '../../src/report/saved.js';
import type { Result, ScenarioResult } from '../../src/result/result.js';

const HEAD = [
  ...['kernel', 'filesystem', 'made with', 'mode', 'clean', 'attempts', 'overlapped'],
  ...['not clean', 'complaints'],
];

/** @param files results of `holerace vm --json`, of one filesystem each */
export function huntTable(files: readonly string[]): string {
  const rows = files.flatMap((file) =>
    readSaved(file, readFileSync(file, 'utf8')).results.map(rowOf),
  );
  return markdownTable([HEAD, ...rows], { alignDelimiters: false, padding: false });
}

function rowOf(result: Result): string[] {
  const { kernel, scenarios, targets, complaints, expect } = result;
  const clean = scenarios.filter(({ verdict, sigbus }) => verdict === 'clean' && !sigbus);
  return [
    kernel.release ?? kernel.source ?? '',
    scenarios[0]?.filesystem ?? targets[0]?.filesystem ?? '',
    targets[0]?.features?.level ?? '',
    expect,
    String(clean.length),
    sum(clean, ({ attempts }) => attempts),
    sum(clean, ({ overlapped }) => overlapped),
    [
      ...(scenarios.length === 0 ? [result.reason ?? 'nothing was raced'] : []),
      ...notClean(result),
    ].join('; '),
    (complaints ?? []).map(({ scenario, line }) => `${scenario ?? 'outside'}: ${line}`).join('; '),
  ];
}

function notClean({ scenarios }: Result): string[] {
  return scenarios
    .filter(({ verdict, sigbus }) => verdict !== 'clean' || sigbus)
    .map((scenario) => `${scenario.id}: ${wordFor(scenario)}`);
}

function wordFor({ verdict, reason, stale, lasting, attempts, sigbus }: ScenarioResult): string {
  const bus = sigbus ? `, ${sigbus} SIGBUS` : '';
  if (verdict === 'stale') return `stale, ${stale} of ${attempts}, ${lasting} lasting${bus}`;
  // Without what to do about it.
  const why = (reason ?? '').replaceAll(/: [^;]*/g, '');
  return `${verdict}, ${why}${bus}`;
}

function sum(scenarios: readonly ScenarioResult[], of: (one: ScenarioResult) => number): string {
  return scenarios.reduce((total, one) => total + of(one), 0).toLocaleString('en');
}
