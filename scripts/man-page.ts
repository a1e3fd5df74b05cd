/**
 * Writes the man page, build/man/holerace.1, out of what --help prints: one source for both. Laid out as
 * help is (.nf, man(7)), a section for the whole and one for each command.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { execa } from 'execa';
import { VERSION } from '../src/version.js';
import { packageFile } from './package-file.js';

/** On a machine that is busy all of them at once take a while. */
const HELP_LIMIT_MS = 120_000;
const FOLDER = packageFile('build/man');

const help = await helpOf();
const commands = [...help.matchAll(/^ {2}holerace ([a-z]+)/gm)].map(([, name]) => name ?? '');
if (commands.length === 0) throw new Error('holerace --help names no command');
const sections = await Promise.all(
  commands.map(async (name) => section(`HOLERACE ${name.toUpperCase()}`, await helpOf(name))),
);
mkdirSync(FOLDER, { recursive: true });
writeFileSync(`${FOLDER}/holerace.1`, page(sections));

/** What a command says of itself, in lines that fit a man page. */
async function helpOf(...command: string[]): Promise<string> {
  const main = packageFile('build/src/cli/bin.js');
  // Of its own environment: a terminal's width or colours must not come into it.
  const env = { PATH: process.env.PATH ?? '', NO_COLOR: '1' };
  const options = { env, extendEnv: false, timeout: HELP_LIMIT_MS };
  return (await execa(process.execPath, [main, ...command, '--help'], options)).stdout;
}

function page(parts: readonly string[]): string {
  return [
    `.TH HOLERACE 1 "" "holerace ${VERSION}" "User Commands"`,
    '.SH NAME',
    'holerace \\- finds stale mmap reads on DAX filesystems',
    section('SYNOPSIS AND COMMANDS', help).trimEnd(),
    ...parts.map((part) => part.trimEnd()),
    '.SH EXIT STATUS',
    '0 clean; 1 stale; 125 untested (4 with \\-\\-exit\\-style kselftest); 255 wrong arguments or a fault',
    'of holerace; 129, 130 or 143 interrupted.',
    '.SH ENVIRONMENT',
    'XDG_CACHE_HOME: where kernels and consoles are kept. HOLERACE_MAPPING: mmap-io or koffi, what maps files',
    '(holerace doctor tells which it is). NO_COLOR, FORCE_COLOR: colours.',
    '',
  ].join('\n');
}

function section(title: string, text: string): string {
  return `.SH "${title}"\n.nf\n${text.split('\n').map(roff).join('\n')}\n.fi\n`;
}

/** A line that roff takes as it is: backslash and hyphen are escaped, and a first dot or quote is text. */
function roff(line: string): string {
  const escaped = line.replaceAll('\\', '\\e').replaceAll('-', '\\-');
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}
