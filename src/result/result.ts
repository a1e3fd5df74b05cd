/**
 * The result: the one object that reporters, campaigns and outside tools read, and its schema, which
 * every result is held against where it is read, because a guest is not trusted. Fields are added within
 * `/1`, never renamed or dropped. Longer than most files, for it is read as one piece: the contract.
 */
import { z } from 'zod';
import { complaintSchema } from './complaint.js';
import {
  COMPLAINTS_CEILING,
  EVIDENCE_CEILING,
  HITS_CEILING,
  PATH_CEILING,
  STAGGER_BINS_CEILING,
} from './limits.js';
import { SIGBUS } from './no-page.js';
import { printable } from './printable.js';

export const RESULT_SCHEMA = 'holerace.result/1';

/** No honest text in a result is longer; a guest's is refused. */
export const TEXT_LIMIT = 4096;

/** Features of one filesystem: more than any has. */
const FEATURES_CEILING = 128;

const text = z.string().max(TEXT_LIMIT).transform(printable);
const whole = z.number().int().nonnegative();
const seconds = z.number().nonnegative().finite();
const duration = z.number().finite().nullable();
const hex = z.string().regex(/^[0-9a-f]{0,64}$/);
const loadedHex = z.union([hex, z.literal(SIGBUS)]);

export const verdictSchema = z.enum(['clean', 'stale', 'untested']);

export const gateSchema = z.object({
  id: text,
  met: z.boolean(),
  /** Whether more time could meet it: what any other one lacks, no time brings. */
  metByTime: z.boolean().optional(),
  detail: text,
});

/** What decided when the change began: the stagger, a timer, a probe of the kernel, or the fault's end. */
const delaySchema = z.enum(['spins', 'timer', 'probe', 'turn']);

/** Who preempted the other, where both shared a cpu. */
const aheadSchema = z.enum(['writer', 'reader']);

export const evidenceSchema = z.object({
  /** The attempt that found it, counted from 1 within its step. */
  attempt: whole,
  /** Where in the target file the mapping differs, in bytes. */
  fileOffset: whole,
  expected: hex,
  mapped: loadedHex,
  pread: hex,
  freshMapping: loadedHex,
  /** Whether the mapping was stale still after pread(2), before the fresh mapping was made. */
  lasting: z.boolean(),
  /** In spins: the reader waited where it is positive, the writer where it is negative; of a timer: the larger, the earlier. */
  stagger: z.number().int(),
  /** How fault and change were made to meet. */
  strategy: text.default('stagger'),
  delay: delaySchema.optional(),
  /** When a timer went off after the attempt was let go, where one did: of the writer, or of who was ahead. */
  timerNanoseconds: whole.optional(),
  /** Whether both ran on one cpu, and one of them preempted the other: the writer, unless `ahead` tells otherwise. */
  sharedCpu: z.boolean().optional(),
  ahead: aheadSchema.optional(),
  /** The function of the kernel at which the write ran within the fault, or the fault within the change. */
  probe: text.nullable().default(null),
  /** The byte whose load broke the rule, null where only the check at the end of the round saw it. */
  loaded: loadedHex.nullable(),
});

/** Attempts whose stagger lay from `from` up to, and without, `to`, in the unit of the evidence's stagger. */
export const staggerBinSchema = z
  .object({
    from: z.number().int(),
    to: z.number().int(),
    early: whole,
    late: whole,
    /** Of these attempts, those that were stale. */
    stale: whole,
  })
  .refine(({ from, to }) => from < to, 'a bin that holds nothing');

/** How far a scenario had come at a moment of its racing time: the counts until then. */
export const hitsSchema = z.object({ seconds, overlapped: whole, stale: whole });

/** What one strategy has come to. */
export const strategyResultSchema = z.object({
  id: text,
  delay: delaySchema.optional(),
  ahead: aheadSchema.optional(),
  seconds,
  /** Of all cpus, in the racing process. */
  cpuSeconds: seconds.default(0),
  attempts: whole,
  overlapped: whole,
  early: whole,
  late: whole,
  /** Attempts in which the two were not let go together, because the writer still slept, or the kernel lacks a probe's point. */
  discarded: whole.default(0),
  stale: whole,
  /**
   * Points of the kernel at which its probe has had a turn, those that calls have passed, how long it was until each of the
   * list had one, and of the points those of which the kernel has told itself.
   */
  points: z
    .object({
      ...{ tried: whole, passed: whole, secondsToTryAll: seconds.nullable() },
      told: z.object({ tried: whole, passed: whole }).optional(),
    })
    .optional(),
  /** What was sampled: the load with its fault, write(2), and how late the writer began. */
  meanNanoseconds: z
    .object({ load: duration, write: duration, start: duration })
    .nullable()
    .default(null),
  /** Outcomes against the stagger: bins in rising order, apart from each other; empty ones may be left out. */
  staggers: z.array(staggerBinSchema).max(STAGGER_BINS_CEILING).optional(),
});

/** The two calls that are raced against each other. */
export const tracedCallSchema = z.enum(['read fault', 'change']);
/** For each of them the one that it races against. */
export const OTHER_CALL = { 'read fault': 'change', change: 'read fault' } as const;

export const scenarioResultSchema = z.object({
  id: text,
  /** The filesystem that it ran on: one result may hold several. */
  filesystem: text,
  verdict: verdictSchema,
  /** Why it is untested, else null. */
  reason: text.nullable(),
  seconds,
  attempts: whole,
  overlapped: whole,
  early: whole,
  late: whole,
  /** Attempts in which the two were not let go together, because the writer still slept, or the kernel lacks a probe's point. */
  discarded: whole.default(0),
  stale: whole,
  lasting: whole,
  /** Attempts of which a load got SIGBUS where the file has data: no stale read, and never clean. */
  sigbus: whole.default(0),
  secondsToFirstStale: seconds.nullable(),
  rateBound95: z.number().nonnegative().nullable(),
  /** The same counts for each strategy apart. */
  strategies: z.array(strategyResultSchema).max(16).default([]),
  /** The points of the kernel that a call passes that meets nobody, in their order, where that was asked for. */
  path: z.object({ of: tracedCallSchema, points: z.array(text).max(PATH_CEILING) }).optional(),
  /** Stale reads over time: in the order of time, the last one at the scenario's end. */
  hits: z.array(hitsSchema).max(HITS_CEILING).optional(),
  gates: z.array(gateSchema).max(64),
  evidence: z.array(evidenceSchema).max(EVIDENCE_CEILING),
});

/** A scenario that nobody named, on a filesystem that cannot do it. */
export const leftOutSchema = z.object({ id: text, filesystem: text, reason: text });

/** How a filesystem was made, and what came of it. */
export const featuresSchema = z.object({
  /** Whose features it was given: today's, those of an older Linux, or what was asked for. */
  level: text,
  /** mkfs with its arguments. */
  mkfs: text,
  /** The features that it has, as its own tools print them. */
  list: z.array(text).max(FEATURES_CEILING),
  /** Why it has no newer ones: each way that was tried before, and who refused it; null where there was none. */
  refused: text.nullable(),
});

export const targetSchema = z.object({
  /** As the kernel calls it, or as --fs named its configuration. */
  filesystem: text,
  mountOptions: text,
  dax: z.boolean(),
  /** What said so: statx, or the flags of the file's own mapping in smaps. */
  daxProof: z.enum(['statx', 'smaps']).nullable(),
  /** The backend of emulated persistent memory, null where holerace did not make it. */
  pmem: text.nullable(),
  /** What mapped its files, null in a result that does not tell. */
  mapping: z.enum(['mmap-io', 'koffi']).nullable().default(null),
  /** Null where holerace did not make it, or there is nothing to make. */
  features: featuresSchema.nullable().default(null),
});

export const findingSchema = z.object({
  kind: z.enum(['panic', 'oops', 'hang', 'died', 'garbage', 'no-boot']),
  message: text,
  /** The file that holds the whole console, null where there is none. */
  consoleLog: text.nullable(),
});

/** How a guest was booted: enough to do it again by hand. */
export const bootSchema = z.object({
  /** QEMU's whole command line. */
  qemu: text,
  /** The file that holds the console, null where it could not be kept. */
  consoleLog: text.nullable(),
});

export const resultSchema = z.object({
  schema: z.literal(RESULT_SCHEMA),
  verdict: verdictSchema,
  /** Why the whole is untested, or what cut it short; else null. */
  reason: text.nullable(),
  seed: z.number().int(),
  startedAt: z.iso.datetime(),
  seconds,
  holerace: text,
  expect: z.enum(['dax', 'page-cache', 'any']),
  kernel: z.object({ release: text, source: text }),
  machine: z.object({
    cpus: whole,
    accel: text.nullable(),
    /** Parameters for the guest's kernel and arguments for QEMU that the user has added. */
    append: text.optional(),
    qemuArgs: text.optional(),
    /** Races in the same boot before this one, where there were any. */
    racesBefore: whole.optional(),
  }),
  /** The first directory tested; `targets` holds all. */
  target: targetSchema.nullable(),
  targets: z.array(targetSchema).max(64),
  scenarios: z.array(scenarioResultSchema).max(2048),
  /** Scenarios that were to be raced as well, had the filesystem what they take. */
  leftOut: z.array(leftOutSchema).max(2048).default([]),
  /** A crash, an oops or a hang of the kernel under test: never counted as stale. */
  finding: findingSchema.nullable(),
  /** What the kernel's log said meanwhile; null where nobody could listen. */
  complaints: z.array(complaintSchema).max(COMPLAINTS_CEILING).nullable().default(null),
  /** The command line that runs it again, with its seed. */
  again: text.optional(),
  /** The guest of a result that is not clean. */
  boot: bootSchema.optional(),
});

export type Verdict = z.infer<typeof verdictSchema>;
export type Gate = z.infer<typeof gateSchema>;
export type Evidence = z.infer<typeof evidenceSchema>;
export type StaggerBin = z.infer<typeof staggerBinSchema>;
export type Hits = z.infer<typeof hitsSchema>;
export type StrategyResult = z.infer<typeof strategyResultSchema>;
export type ScenarioResult = z.infer<typeof scenarioResultSchema>;
export type TracedCall = z.infer<typeof tracedCallSchema>;
export type LeftOut = z.infer<typeof leftOutSchema>;
export type Features = z.infer<typeof featuresSchema>;
export type Target = z.infer<typeof targetSchema>;
export type Finding = z.infer<typeof findingSchema>;
export type Boot = z.infer<typeof bootSchema>;
export type Result = z.infer<typeof resultSchema>;
export type Expect = Result['expect'];
