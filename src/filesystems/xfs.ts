/** xfs, by mkfs.xfs(8). */
import {
  type Configuration,
  type Filesystem,
  type Making,
  ON_PMEM,
  PMEM_DEVICE,
} from './filesystem.js';

const COMMAND = ['mkfs.xfs', '-f', '-K'];

/** Features that mkfs.xfs turns on and off, and the option that takes each. */
const SWITCHES = {
  ...{ finobt: '-m', rmapbt: '-m', reflink: '-m', bigtime: '-m', inobtcount: '-m' },
  ...{ metadir: '-m', autofsck: '-m', sparse: '-i', nrext64: '-i', exchange: '-i', parent: '-n' },
} as const;

type Switch = keyof typeof SWITCHES;

/** What mkfs.xfs refuses to turn on where another one is off. */
const NEEDS: Readonly<Partial<Record<Switch, Switch>>> = { inobtcount: 'finobt' };
type Settings = Readonly<Partial<Record<Switch, 0 | 1>>>;

/** What the kernels of a time do not know, those of later ones before those of earlier ones. */
const AFTER_5_10: Settings = { nrext64: 0, exchange: 0, parent: 0, metadir: 0, autofsck: 0 };
const AFTER_4_9: Settings = { ...AFTER_5_10, bigtime: 0, inobtcount: 0 };
const AFTER_4_0: Settings = { ...AFTER_4_9, reflink: 0, rmapbt: 0, sparse: 0, finobt: 0 };

/** Newest first. Before Linux 6.0 DAX and reflink exclude each other. */
const LEVELS: readonly { readonly level: string; readonly off: Settings }[] = [
  { level: "today's", off: {} },
  { level: 'of Linux 5.10', off: AFTER_5_10 },
  { level: 'of Linux 5.10, no reflink', off: { ...AFTER_5_10, reflink: 0 } },
  { level: 'of Linux 4.9', off: AFTER_4_9 },
  { level: 'of Linux 4.0', off: AFTER_4_0 },
];

/**
 * The ways to make it.
 *
 * @param usage names the features that this mkfs.xfs knows: the others cannot be turned off, and need not
 * @param wanted what a configuration is named for: it holds at each level, also where mkfs.xfs does not know it
 */
export function xfsMakings(usage: string, wanted: Settings = {}): Making[] {
  const made = LEVELS.map(({ level, off }) => {
    const known = Object.entries(off).filter(([name]) => usage.includes(`${name}=`));
    return { level, mkfs: [...COMMAND, ...words({ ...Object.fromEntries(known), ...wanted })] };
  });
  // What is wanted may make two of them the same.
  return made.filter(({ mkfs }, at) => made.findIndex((one) => `${one.mkfs}` === `${mkfs}`) === at);
}

function words(settings: Settings): string[] {
  const names = Object.keys(settings) as Switch[];
  const flags = [...new Set(names.map((name) => SWITCHES[name]))];
  return flags.flatMap((flag) => {
    const mine = names.filter((name) => SWITCHES[name] === flag);
    return [flag, mine.map((name) => `${name}=${settings[name]}`).join(',')];
  });
}

/** The features that were printed, as mkfs.xfs takes them. */
function settingsIn(printed: readonly string[]): [name: Switch, value: 0 | 1][] {
  return printed.flatMap((one) => {
    const [name = '', value] = one.split('=');
    return Object.hasOwn(SWITCHES, name) ? [[name as Switch, value === '1' ? 1 : 0]] : [];
  });
}

/**
 * Blocks of whole stripes, and a stripe is a huge page: so the data of a file that grows begins where one does. In two
 * groups, for a small device is cut into four, with less room for whole stripes in each.
 */
const IN_HUGE_PAGES = ['-d', 'su=2m,sw=1,agcount=2'] as const;

export const xfs = {
  ...ON_PMEM,
  not: {},
  modules: ['xfs'],
  mkfs: {
    command: COMMAND,
    asksUsage: true,
    inspect: [],
    droppable: (printed) =>
      settingsIn(printed).flatMap(([name, value]) => (value === 1 ? [name] : [])),
    choose: (printed, without) => {
      const isOff = (name: string | undefined): boolean => without.includes(name ?? '');
      const settings = settingsIn(printed).map(
        ([name, value]) => [name, isOff(name) || isOff(NEEDS[name]) ? 0 : value] as const,
      );
      return words(Object.fromEntries(settings));
    },
    features:
      /\b((?:crc|finobt|sparse|rmapbt|reflink|bigtime|inobtcount|nrext64|exchange|parent|metadir)=\d)/g,
  },
  byDefault: { what: "today's features", makings: (usage) => xfsMakings(usage) },
  configurations: {
    reflink: {
      what: 'files can share blocks',
      makings: (usage) => xfsMakings(usage, { reflink: 1 }),
    },
    noreflink: {
      what: 'files cannot share blocks',
      makings: (usage) => xfsMakings(usage, { reflink: 0 }),
    },
    '2m': {
      what: 'data in whole 2 MiB, which a fault can map at once',
      makings: (usage) =>
        xfsMakings(usage).map(({ level, mkfs }) => ({ level, mkfs: [...mkfs, ...IN_HUGE_PAGES] })),
    },
    exchange: {
      what: 'files can exchange ranges, which takes mkfs.xfs 6.10 and Linux 6.10',
      makings: (usage) => xfsMakings(usage, { exchange: 1 }),
    },
    rmapbt: { what: 'reverse mappings', makings: (usage) => xfsMakings(usage, { rmapbt: 1 }) },
    '4.0': { what: 'the features of Linux 4.0', makings: (usage) => xfsMakings(usage).slice(-1) },
    'dax-inode': {
      what: 'DAX by the flag of the directory',
      makings: (usage) => xfsMakings(usage),
      daxByFlag: true,
    },
  } satisfies Record<string, Configuration>,
  mount: { type: 'xfs', source: PMEM_DEVICE, options: [] },
} as const satisfies Filesystem;
