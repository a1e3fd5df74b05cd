/** In which directions a setting is made smaller, and in which order: what makes further runs cheaper comes first. */
import { chosenBy, type FilesystemChoice, targetNameOf } from '../../filesystems/list.js';
import type { FilesystemOptions } from '../../filesystems/order.js';
import { HUGE_PAGE_BYTES } from '../../native/page-sizes.js';
import { chosenStrategies, STRATEGIES, type StrategyId } from '../../race/strategies/list.js';
import { scenarioOf } from '../../scenarios/list.js';
import type { Step } from '../../scenarios/scenario.js';
import type { Found } from './found.js';
import type { Candidate, Reducer } from './reducer.js';
import type { Setting } from './setting.js';

/**
 * Arenas that are tried, the smallest first. A probe is set anew for each round, which takes far longer than an attempt:
 * rounds of one attempt would show hardly anything.
 */
const PLACES = [1, 8, 64] as const;
const PLACES_LEAST_WITH_PROBE = 8;
/** Points of a probe that are tried alone. */
const POINTS_TRIED = 6;

/** Whether a strategy goes from one point of the kernel to the next. */
function hasProbe(id: StrategyId): boolean {
  return STRATEGIES[id].delay === 'probe';
}

/** Makes the reducer's setting smaller in all directions. */
export async function reduceAll(reducer: Reducer, scenario: string, found: Found): Promise<void> {
  const { steps } = scenarioOf(scenario);
  await reduceSteps(reducer, steps, found);
  await reduceStrategies(reducer, steps, found);
  await reduceCpus(reducer);
  await reduceFilesystem(reducer, found);
  await reducePoints(reducer, found);
  await reducePlaces(reducer, steps);
}

/** A step in words, by its place in its scenario. */
export function stepWords(steps: readonly Step[], step: number): string {
  const { place, change, pageBytes, meeting } = steps[step - 1] as Step;
  const size = pageBytes === HUGE_PAGE_BYTES ? '2 MiB' : '4 KiB';
  const how = meeting === 'in-turn' ? 'in turn' : 'at once';
  return `step ${step} (${change} of ${place}, ${size}, ${how})`;
}

async function reduceSteps(reducer: Reducer, steps: readonly Step[], found: Found): Promise<void> {
  const { smallest } = reducer;
  if (smallest.step !== null || steps.length === 1) return;
  const isSequence = found.strategies.includes('in-turn');
  const promise = (step: number): number => {
    const { meeting, pageBytes } = steps[step - 1] as Step;
    const wasFound = (meeting === 'in-turn') === isSequence;
    return (wasFound ? 0 : 2) + (pageBytes === HUGE_PAGE_BYTES ? 1 : 0);
  };
  const order = steps.map((_, index) => index + 1).sort((one, two) => promise(one) - promise(two));
  const candidates = order.map((step) => ({
    what: stepWords(steps, step),
    setting: { ...smallest, step },
  }));
  await reducer.oneOf('step', candidates, []);
}

/** Whether what is raced by now is a sequence, which no strategy makes meet. */
function isSequence({ step }: Setting, steps: readonly Step[]): boolean {
  const raced = step === null ? steps : [steps[step - 1] as Step];
  return raced.every(({ meeting }) => meeting === 'in-turn');
}

/** Those that need one cpu come first: it is for them that a guest may have one. */
async function reduceStrategies(
  reducer: Reducer,
  steps: readonly Step[],
  found: Found,
): Promise<void> {
  const { smallest } = reducer;
  if (smallest.strategies?.length === 1 || isSequence(smallest, steps)) return;
  const all = smallest.strategies ?? chosenStrategies;
  const wereFound = found.strategies.filter((id): id is StrategyId =>
    all.includes(id as StrategyId),
  );
  const sharesCpu = (id: StrategyId): boolean => STRATEGIES[id].seating === 'together';
  const order = [...wereFound.filter(sharesCpu), ...wereFound.filter((id) => !sharesCpu(id))];
  const candidates = order.map((id) => ({
    what: id,
    setting: { ...smallest, strategies: [id] },
  }));
  await reducer.oneOf(
    'strategy',
    candidates,
    all.filter((id) => !order.includes(id)),
  );
}

async function reduceCpus(reducer: Reducer): Promise<void> {
  for (const cpus of [1, 2]) {
    if (reducer.smallest.cpus <= cpus) return;
    const what = cpus === 1 ? 'more than 1 vCPU' : `more than ${cpus} vCPUs`;
    if (await reducer.without('cpus', { what, setting: { ...reducer.smallest, cpus } })) return;
  }
}

/** What is asked of mkfs, then feature by feature what it makes unasked, then what is asked of the mount. */
async function reduceFilesystem(reducer: Reducer, found: Found): Promise<void> {
  await reduceMaking(reducer);
  await reduceFeatures(reducer, found);
  const { mount } = reducer.smallest.options;
  await reducer.withoutEach('mount', mount, (names) =>
    withOptions(reducer.smallest, { mount: mount.filter((one) => !names.includes(one)) }),
  );
}

function withOptions(setting: Setting, options: Partial<FilesystemOptions>): Setting {
  return { ...setting, options: { ...setting.options, ...options } };
}

/** The configuration, or the user's options of mkfs: then it is made as it is by default. */
async function reduceMaking(reducer: Reducer): Promise<void> {
  const { smallest } = reducer;
  const { name, configurationName } = chosenBy(smallest.filesystem);
  const { mkfs } = smallest.options;
  if (configurationName === null && mkfs.length === 0) return;
  const plain = withOptions({ ...smallest, filesystem: name as FilesystemChoice }, { mkfs: [] });
  const what = configurationName === null ? mkfs.join(' ') : smallest.filesystem;
  await reducer.without('mkfs', { what, setting: plain });
}

/** Only where nothing is asked of mkfs any more: else what is asked would be taken back. */
async function reduceFeatures(reducer: Reducer, found: Found): Promise<void> {
  const { filesystem, options } = reducer.smallest;
  const { configurationName, filesystem: made } = chosenBy(filesystem);
  const { choose, droppable } = made.mkfs ?? {};
  if (configurationName !== null || options.mkfs.length > 0) return;
  if (choose === undefined || droppable === undefined) return;
  const printed = found.features;
  await reducer.withoutEach('feature', droppable(printed), (names) =>
    withOptions(reducer.smallest, { mkfs: choose(printed, names) }),
  );
}

async function reducePoints(reducer: Reducer, found: Found): Promise<void> {
  const { smallest } = reducer;
  const [only, ...more] = smallest.strategies ?? [];
  if (only === undefined || !hasProbe(only)) return;
  if (more.length > 0 || smallest.points?.length === 1) return;
  const candidates = found
    .pointsOf(only)
    .slice(0, POINTS_TRIED)
    .map((point) => ({
      what: point,
      setting: { ...smallest, points: [point] },
    }));
  await reducer.oneOf('point', candidates, ['all other points']);
}

async function reducePlaces(reducer: Reducer, steps: readonly Step[]): Promise<void> {
  const { smallest } = reducer;
  const raced = smallest.step === null ? steps : [steps[smallest.step - 1] as Step];
  const most = smallest.places ?? Math.max(...raced.map(({ places }) => places));
  const least = smallest.strategies?.some(hasProbe) === true ? PLACES_LEAST_WITH_PROBE : 1;
  for (const places of PLACES) {
    if (places >= most) return;
    if (places < least) continue;
    const what = places === 1 ? 'more than 1 place' : `more than ${places} places`;
    const candidate: Candidate = { what, setting: { ...reducer.smallest, places } };
    if (await reducer.without('places', candidate)) return;
  }
}

/** What is left, in words: one line for each direction. */
export function settingWords(setting: Setting, scenario: string): string[] {
  const { steps } = scenarioOf(scenario);
  const { step, strategies, cpus, filesystem, options, points, places } = setting;
  const made = options.mkfs.length === 0 ? '' : ` made with ${options.mkfs.join(' ')}`;
  const mounted = options.mount.length === 0 ? '' : `, mounted with ${options.mount.join(',')}`;
  const one = step ?? (steps.length === 1 ? 1 : null);
  return [
    one === null ? `all ${steps.length} steps` : stepWords(steps, one),
    isSequence(setting, steps) ? 'in turn' : `by ${strategies?.join(' and ') ?? 'all strategies'}`,
    ...(points === null ? [] : [`at ${points.join(' and ')}`]),
    `${cpus} vCPU${cpus === 1 ? '' : 's'}`,
    `${targetNameOf(filesystem)}${made}${mounted}`,
    ...(places === null ? [] : [`${places} place${places === 1 ? '' : 's'} in the arena`]),
  ];
}
