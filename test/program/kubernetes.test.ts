/** The Indexed Job of scripts/fleet: held against Kubernetes' own schema, and its shell run for each pod. */
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { type IJob, Job } from 'kubernetes-models/batch/v1';
import t from 'tap';
import { parse } from 'yaml';
import { makeBzImage } from '../fixtures/bzimage.js';
import { FIXTURE_BIN, runCli } from '../fixtures/cli.js';

const FILE = fileURLToPath(new URL('../../../scripts/fleet/sweep.k8s.yaml', import.meta.url));
const BUILD = fileURLToPath(new URL('../../../build', import.meta.url));
const KERNELS = ['1-dies', '2-dies', '3-dies', '4-dies', '5-stale-then-panics'];

const job = parse(readFileSync(FILE, 'utf8'), { strict: true }) as IJob;
const container = job.spec?.template.spec?.containers[0];
const environment = Object.fromEntries(
  (container?.env ?? []).map(({ name, value = '' }) => [name, value]),
);

t.test('it is a Job by the schema of Kubernetes, and agrees with itself', async (t) => {
  new Job(job).validate();
  const { completionMode, completions, parallelism } = job.spec ?? {};
  t.same(
    { completionMode, completions, parallelism },
    {
      completionMode: 'Indexed',
      ...{ completions: Number(environment.SHARDS), parallelism: Number(environment.SHARDS) },
    },
  );
  t.equal(container?.volumeMounts?.[0]?.mountPath, environment.CLAIM);
  const volumes = job.spec?.template.spec?.volumes?.map(({ name }) => name);
  t.same(
    volumes,
    container?.volumeMounts?.map(({ name }) => name),
  );
});

t.test('each pod tests its shard, and a pod that is run again goes on', async (t) => {
  const folder = t.testdir({ cache: {}, tmp: {}, claim: { kernels: {}, scripts: {} } });
  const at = (...names: string[]) => path.join(folder, ...names);
  for (const name of KERNELS)
    writeFileSync(at('claim/kernels', name), makeBzImage(`6.1.${name.split('-')[0]}-fixture`));
  const paths = KERNELS.map((name) => at('claim/kernels', name));
  writeFileSync(at('claim/list'), paths.join('\n'));
  // Stands in for what takes minutes.
  writeFileSync(at('claim/scripts/setup'), '#!/bin/sh\n', { mode: 0o755 });
  symlinkSync(BUILD, at('claim/build'));
  const pod = (index: number, claim: string) =>
    execa(container?.command?.[0] ?? '', container?.command?.slice(1) ?? [], {
      env: {
        ...{ ...environment, SHARDS: '2', CLAIM: claim, COPY: at(`copy-${index}`) },
        ...{ JOB_COMPLETION_INDEX: `${index}`, GUEST: 'by-kernel', TMPDIR: at('tmp') },
        ...{ PATH: `${FIXTURE_BIN}:${process.env.PATH}`, XDG_CACHE_HOME: at('cache') },
      },
      reject: false,
    });
  for (const index of [0, 1, 0]) {
    const { exitCode, stderr } = await pod(index, at('claim'));
    t.equal(exitCode, 0, stderr.split('\n').at(-1) ?? '');
  }
  const journals = readdirSync(at('claim/journals')).sort();
  t.same(journals, ['holerace-1-of-2.journal', 'holerace-2-of-2.journal']);
  const merged = await runCli(['merge', ...journals], { cwd: at('claim/journals') });
  t.equal(merged.exitCode, 1, merged.stderr);
  t.match(merged.stdout, /^stale: of 5 kernels 1 stale, 0 clean, 4 untested$/m);
  mkdirSync(at('empty/scripts'), { recursive: true });
  const failed = await pod(1, at('empty'));
  t.not(failed.exitCode, 0, 'a claim that lacks what the pod needs fails it');
});
