/** A result's stale read as a C program of its own. */
import { UsageError } from '../errors.js';
import { HUGE_PAGE_BYTES } from '../native/page-sizes.js';
import { CHANGES } from '../race/changes/list.js';
import { PLACES } from '../race/places/list.js';
import { prose } from '../report/mail/lines.js';
import { daxWords, kernelName, machineName, targetName } from '../report/words/words.js';
import type { Result, ScenarioResult, Target } from '../result/result.js';
import type { Step } from '../scenarios/scenario.js';
import { type Composition, compose } from './compose.js';
import { type Selection, select } from './selection.js';
import { valuesOf } from './values.js';

/**
 * The C program that shows what a result has found.
 *
 * @param id the scenario, where the user has named one
 * @param checked what it has shown by now, in sentences for its head
 * @throws UsageError where nothing of it was stale, or there is no C for it
 */
export function reproducer(result: Result, id?: string, checked?: string): string {
  const selection = select(result, id);
  const { step, meeting, scenario } = selection;
  const target = targetOfScenario(result, scenario);
  const parts = partsOf(step, meeting, scenario.sigbus > 0);
  const head = headOf(selection, result, target, checked);
  return `${head}${compose({ parts, values: valuesOf(selection, target) })}`;
}

/**
 * What the program that a result gives was raced on.
 *
 * @param id the scenario, where the user has named one
 * @throws UsageError as `reproducer` does
 */
export function targetOf(result: Result, id?: string): Target {
  return targetOfScenario(result, select(result, id).scenario);
}

function targetOfScenario({ targets }: Result, { filesystem }: ScenarioResult): Target {
  const target = targets.find((one) => one.filesystem === filesystem);
  if (target !== undefined) return target;
  throw new UsageError('the result does not tell what it was raced on: save it again');
}

/**
 * The parts of a program. A load may get SIGBUS behind the end of the file, and where blocks are shared, for mappings have
 * lost their pages there (docs/findings.md).
 *
 * @param gotSigbus whether one was seen besides
 */
export function partsOf(
  { place, change, pageBytes }: Pick<Step, 'place' | 'change' | 'pageBytes'>,
  meeting: string,
  gotSigbus = false,
): Composition['parts'] {
  const { isBehindEnd, hasOwner } = PLACES[place];
  const mayGetSigbus = gotSigbus || isBehindEnd;
  const loads = hasOwner ? 'owners' : mayGetSigbus ? 'sigbus' : 'plain';
  const small = CHANGES[change].rule.backwards ? 'backward' : 'forward';
  return {
    ...{ places: place, changes: change, meetings: meeting, loads },
    offsets: pageBytes === HUGE_PAGE_BYTES ? 'huge' : small,
  };
}

/** The comment at its head: what it shows, where, and how it is run. */
function headOf(
  { scenario, step, counts, meeting }: Selection,
  result: Result,
  target: Target,
  checked?: string,
): string {
  const { features, mountOptions } = target;
  const made = features === null ? '' : `, made with ${features.mkfs}`;
  const owners = PLACES[step.place].hasOwner ? ', or an owner of the blocks lost its bytes' : '';
  const rate = (counts.stale / counts.attempts).toPrecision(2);
  const shown = isInPassing(scenario)
    ? 'beside a change of the file shows neither what was there before nor what the change leaves'
    : 'that begins once a change of the file has returned shows what was there before';
  const lines = [
    ...told(
      `A load from a shared mapping ${shown}: ${scenario.id} of holerace ${result.holerace}.`,
    ),
    ...told(
      `Seen on ${kernelName(result)}, ${machineName(result)}; ${targetName(target)}, ${daxWords(target)}, mounted with ${mountOptions}${made}.`,
    ),
    ...told(
      `Expect stale loads: ${counts.stale} of ${counts.attempts} attempts were by ${meeting} (${rate} an attempt). Exit status: 0 if none was, 1 if one was or got SIGBUS${owners}, 125 if nothing could be tested, or too little.`,
    ),
    ...(checked === undefined ? [] : told(`Checked: ${checked}`)),
    ' *',
    ' *   cc -O2 -pthread -o repro repro.c && ./repro DIRECTORY 30',
  ];
  return `// SPDX-License-Identifier: MIT\n/*\n${lines.join('\n')}\n */\n`;
}

/** Whether all that was seen is what a racing load has shown: behind the change each was right. */
function isInPassing({ lasting, evidence }: ScenarioResult): boolean {
  return (
    lasting === 0 &&
    evidence.length > 0 &&
    evidence.every(({ mapped, expected }) => mapped === expected)
  );
}

/** Lines of a comment, which no name of a guest's or a user's ends. */
function told(text: string): string[] {
  return prose(text.replaceAll('*/', '* /'), ' * ');
}
