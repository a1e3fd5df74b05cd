/**
 * A mail for a mailing list of the kernel's: plain text of at most 75 columns, but for words that are longer, for
 * what the kernel's log says, and for code, which has 80. Whoever reads it has not heard of holerace.
 */
import type { Reduction } from '../../result/reduction.js';
import type { Evidence, Result, ScenarioResult, Target } from '../../result/result.js';
import type { BisectPart, CampaignPart, ProgramOf, Report } from '../report.js';
import { shownLines } from '../text/complaint-text.js';
import { answerWords, fixesTag, runsWords, soughtWords } from '../words/bisect-words.js';
import { complaintTime, hasComplained, NOBODY_LISTENED } from '../words/complaint-words.js';
import { consoleOf, failuresOfBisect, failuresOfSweep } from '../words/failure.js';
import {
  counted,
  countsOf,
  daxWords,
  evidenceTitle,
  featuresWords,
  kernelName,
  leftOutWords,
  machineName,
  scenarioName,
  staleOf,
  targetName,
  verdictWords,
} from '../words/words.js';
import { COLUMNS, command, fact, logLines, prose } from './lines.js';
import { leastLines, windowLines } from './reduction-lines.js';

/** Evidence and complaints of a scenario that are told; the JSON result holds what was kept. */
const EVIDENCE_SHOWN = 2;
const COMPLAINTS_SHOWN = 2;
/** Between mails where a report holds several results: no line of prose looks like it. */
const BETWEEN = `\n${'-'.repeat(COLUMNS)}\n\n`;

const PROMISE =
  'Once write(2), or another call that changes a file, has returned, every load from a shared mapping of that file must show what is in the file now. A stale read is a load that still shows zeros, or what was there before.';

const C_PROGRAM =
  'holerace reproduce RESULT, with the file of --json, writes a C program that shows it without holerace: attach that.';

const C_FOLLOWS =
  'What follows to the end of this mail is a C program that needs nothing but libc and pthreads, and none of what found it. Save it as repro.c, compile it, and run it for 30 seconds in a directory of such a filesystem, which it leaves as it was; its first comment tells what to expect.';
const C_COMMAND = 'cc -O2 -pthread -o repro repro.c && ./repro DIRECTORY 30';

/**
 * Renders a report as mails, one for each result, and one for each campaign.
 *
 * @param programOf gives the C program that ends the mail of a stale result; without it the mail tells how one is made
 */
export function formatMail(
  { results, campaigns = [], reductions = [] }: Report,
  programOf?: ProgramOf,
): string {
  const mailOf: MailOf = (result, more = []) => [
    ...resultMail(result, more, programOf === undefined),
    ...programLines(staleOf(result) === 0 ? null : (programOf?.(result) ?? null)),
  ];
  const mails = [
    ...campaigns.flatMap((part) => campaignMails(part, mailOf)),
    ...results.map((one) => {
      const reduction = reductions.find(({ result }) => result === one);
      return mailOf(one, reduction === undefined ? [] : reductionLines(reduction));
    }),
    ...reductions.filter(({ result }) => result === null).map(reductionMail),
  ];
  return mails.map((lines) => `${lines.join('\n')}\n`).join(BETWEEN);
}

/** What was left out, and where the window is. */
function reductionLines(reduction: Reduction): string[] {
  return [
    ...section('The least that shows it', leastLines(reduction)),
    ...section('Where the window is', windowLines(reduction)),
  ];
}

/** A mail of a reduction without a result: its whole run was not stale again. */
function reductionMail(reduction: Reduction): string[] {
  const { scenario, kernel, least } = reduction;
  return [
    subject(`${kernel.release}: stale mmap reads (${scenario})`),
    ...['', ...prose(PROMISE), '', ...fact('kernel', `${kernel.release} (${kernel.source})`)],
    ...reductionLines(reduction),
    ...section('To see it again', command(least.again)),
  ];
}

/** The lines of the mail of a result, with those of its campaign. */
type MailOf = (result: Result, more?: readonly string[]) => string[];

function programLines(program: string | null): string[] {
  if (program === null) return [];
  return [
    ...heading('A C program that shows it'),
    ...prose(C_FOLLOWS),
    '',
    ...command(C_COMMAND),
    '',
    ...program.trimEnd().split('\n'),
  ];
}

function campaignMails(part: CampaignPart, mailOf: MailOf): string[][] {
  if (part.kind === 'sweep') return sweepMails(part.sweep, mailOf);
  const [culprit, ...others] = failuresOfBisect(part.bisect);
  const answer = bisectLines(part);
  if (culprit === undefined)
    return [[subject(`${soughtWords(part.bisect)} is looked for`), '', ...answer]];
  return [mailOf(culprit, answer), ...others.map((one) => mailOf(one))];
}

function sweepMails(sweep: Parameters<typeof failuresOfSweep>[0], mailOf: MailOf): string[][] {
  const failures = failuresOfSweep(sweep).map((one) => mailOf(one));
  if (failures.length > 0) return failures;
  const tested = sweep.kernels.map(({ k, verdict }) => `${k}: ${verdict}`);
  const title = subject(`no stale reads in ${counted(sweep.kernels.length, 'kernel')}`);
  return [[title, '', ...tested.flatMap((line) => prose(line))]];
}

/** What a bisect has come to. */
function bisectLines({ bisect, doubts }: BisectPart): string[] {
  const sentences = [answerWords(bisect), runsWords(bisect), ...doubts];
  const tag = fixesTag(bisect);
  return [
    ...heading('Where it began'),
    ...sentences.flatMap((one) => prose(`${one}.`)),
    // A tag is one line, however long.
    ...(tag === null ? [] : ['', tag]),
  ];
}

function resultMail(result: Result, more: readonly string[], tellsHow: boolean): string[] {
  const { scenarios, leftOut, finding } = result;
  const stale = scenarios.filter(({ verdict }) => verdict === 'stale');
  const others = scenarios.filter(({ verdict }) => verdict !== 'stale');
  return [
    subject(titleOf(result)),
    '',
    ...prose(PROMISE),
    '',
    ...prose(`On this kernel: ${verdictWords(result)}.`),
    ...(finding === null ? [] : prose(`The guest ended early: ${finding.message}.`)),
    '',
    ...machineLines(result),
    ...section(
      'What was stale',
      stale.flatMap((one) => staleLines(one, result)),
    ),
    ...section('What the kernel said', complaintLines(result)),
    ...more,
    ...section('What else was tried', [
      ...others.flatMap((one) => otherLines(one, result)),
      ...leftOut.flatMap((one) => prose(leftOutWords(one))),
    ]),
    ...section('To see it again', againLines(result, tellsHow)),
  ];
}

/** A header goes on in no other line: a longer one is cut. */
function subject(title: string): string {
  return `Subject: ${title}`.slice(0, COLUMNS);
}

function titleOf({ verdict, kernel, scenarios, finding, complaints }: Result): string {
  const release = kernel.release === '' ? 'unknown kernel' : kernel.release;
  const { id, filesystem } = scenarios.find((one) => one.verdict === 'stale') ?? {};
  if (verdict === 'stale') return `${release}: stale mmap reads on ${filesystem} (${id})`;
  if (finding !== null) return `${release}: ${finding.kind} while mmap reads are raced`;
  if (hasComplained({ complaints })) return `${release}: complains while mmap reads are raced`;
  return `${release}: ${verdict === 'clean' ? 'no stale mmap reads' : 'mmap reads untested'}`;
}

function heading(title: string): string[] {
  return ['', title, '-'.repeat(title.length)];
}

/** Nothing where there is nothing to say. */
function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [...heading(title), ...lines];
}

function machineLines(result: Result): string[] {
  return [
    ...fact('kernel', kernelName(result)),
    ...fact('machine', machineName(result)),
    ...result.targets.flatMap(targetLines),
    ...fact('raced by', `holerace ${result.holerace}, seed ${result.seed}`),
  ];
}

function targetLines(target: Target): string[] {
  const made = featuresWords(target);
  return [
    ...fact(
      'filesystem',
      `${targetName(target)}, ${daxWords(target)}, mounted with ${target.mountOptions}`,
    ),
    ...(made === null ? [] : fact('made with', made)),
  ];
}

function staleLines(scenario: ScenarioResult, result: Result): string[] {
  const { evidence } = scenario;
  const counts = countsOf(scenario).join(', ');
  return [
    ...prose(`${scenarioName(scenario, result)}: ${counts}.`),
    ...evidence.slice(0, EVIDENCE_SHOWN).flatMap(evidenceLines),
  ];
}

/** 16 bytes of each view of the file, a line each. */
function evidenceLines(evidence: Evidence): string[] {
  const { expected, mapped, pread, freshMapping } = evidence;
  return [
    ...prose(`${evidenceTitle(evidence)}:`, '  '),
    `    expected       ${expected}`,
    `    the mapping    ${mapped}`,
    `    pread(2)       ${pread}`,
    `    fresh mapping  ${freshMapping}`,
  ];
}

function complaintLines({ complaints }: Result): string[] {
  if (complaints === null) return prose(`Nothing is known: ${NOBODY_LISTENED}.`);
  const more = complaints.length - COMPLAINTS_SHOWN;
  return [
    ...complaints
      .slice(0, COMPLAINTS_SHOWN)
      .flatMap((one) => [
        ...prose(`${complaintTime(one)}: ${one.line}`),
        ...logLines(shownLines(one)),
      ]),
    ...(more > 0 ? prose(`And ${counted(more, 'complaint')} more.`) : []),
  ];
}

function otherLines(scenario: ScenarioResult, result: Result): string[] {
  const { verdict, reason } = scenario;
  const why = reason === null ? countsOf(scenario).join(', ') : reason;
  return prose(`${scenarioName(scenario, result)}: ${verdict}; ${why}`);
}

function againLines(result: Result, tellsHow: boolean): string[] {
  const { again, boot } = result;
  const consoleLog = consoleOf(result);
  return [
    ...(again === undefined ? [] : command(again)),
    ...(staleOf(result) > 0 && tellsHow ? prose(C_PROGRAM) : []),
    ...(boot === undefined ? [] : [...prose('The guest was'), ...command(boot.qemu)]),
    ...(consoleLog === null ? [] : fact('console', consoleLog)),
  ];
}
