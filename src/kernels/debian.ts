/** A kernel by the name of its Debian package, fetched through apt, which checks its signature. */
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cached } from '../cache.js';
import { UsageError } from '../errors.js';
import { needTool, runTool } from '../tools.js';
import { kernelOfDeb } from './deb.js';
import type { Kernel } from './kernel.js';

/** A package name and perhaps a version, as Debian Policy 5.6.1 and 5.6.12 spell them. */
const PACKAGE = /^[a-z0-9][a-z0-9+.-]+(?:=[A-Za-z0-9.+:~-]+)?$/;
/** linux-image-amd64 depends on linux-image-6.1.0-56-amd64: more than that is a loop. */
const META_STEPS_LIMIT = 4;

/**
 * Fetches a package through apt into the cache, and unpacks it.
 *
 * @param name PACKAGE or PACKAGE=VERSION; a meta-package stands for the kernel that it depends on
 * @throws UsageError where apt does not know it, or cannot fetch it
 */
export async function kernelOfDebian(name: string): Promise<Kernel> {
  if (!PACKAGE.test(name)) {
    throw new UsageError(
      `debian:${name} is no package name: write debian:linux-image-amd64 or debian:PACKAGE=VERSION`,
    );
  }
  const package_ = await resolveMeta(name);
  const file = await fileNameOf(package_);
  const deb = await cached(`debs/${file}`, (draft) => download(package_, file, draft));
  const version = file.split('_')[1] ?? '';
  return kernelOfDeb(deb, `debian:${package_.split('=')[0]}=${decodeURIComponent(version)}`);
}

/** Follows a meta-package to the kernel that it depends on. */
async function resolveMeta(name: string): Promise<string> {
  let current = name;
  for (let step = 0; step < META_STEPS_LIMIT; step++) {
    const { ok, stdout } = await runTool('apt-cache', ['show', '--no-all-versions', current]);
    if (!ok) throw unknownPackage(name);
    const depends = /^Depends: (.*)$/m.exec(stdout)?.[1] ?? '';
    const next = depends
      .split(',')
      .map((dependency) => /^\s*(linux-image-[^\s(]+)(?: \(= ([^)]+)\))?/.exec(dependency))
      .find((match) => match !== null);
    if (next === undefined) return current;
    current = next[2] === undefined ? `${next[1]}` : `${next[1]}=${next[2]}`;
  }
  throw new UsageError(
    `debian:${name} depends on one meta-package after another: name the kernel itself`,
  );
}

/** The name of the file that apt would fetch; asks the lists on disk, not the network. */
async function fileNameOf(name: string): Promise<string> {
  const { ok, stdout } = await runTool('apt-get', ['download', '--print-uris', name]);
  const file = /^'[^']*' (\S+) /m.exec(stdout)?.[1];
  if (!ok || file === undefined) throw unknownPackage(name);
  return path.basename(file);
}

function unknownPackage(name: string): UsageError {
  return new UsageError(
    `apt does not know the package ${name}: check the name, or run apt-get update first`,
  );
}

async function download(name: string, file: string, draft: string): Promise<void> {
  const folder = `${draft}.d`;
  mkdirSync(folder, { recursive: true });
  try {
    await needTool(`fetching ${name} through apt`, 'apt-get', ['-q', 'download', name], {
      cwd: folder,
    });
    renameSync(path.join(folder, file), draft);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
