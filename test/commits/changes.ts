/** What the commits of the repository add to a file of the kernel. */
import { appendFileSync } from 'node:fs';

/** Lines of C, for a commit of that name. */
export type Lines = (name: string) => string;

/** Puts them behind those that are there. */
export function addLines(file: string, lines: string): void {
  appendFileSync(file, `\n${lines}\n`);
}

const atBoot = (name: string, body: string): string => `#include <linux/init.h>
#include <linux/kernel.h>

static int __init commit_${name}(void)
{
	${body}
	return 0;
}
late_initcall(commit_${name});`;

/** A line in the log of the boot. */
export const HARMLESS: Lines = (name) => atBoot(name, `pr_info("commit ${name}\\n");`);

export const PANICS: Lines = (name) => atBoot(name, `panic("commit ${name} panics");`);

/** What a compiler names last stands in `NOT_COMPILED`: it may say more behind its error. */
export const BROKEN: Lines = (name) => atBoot(name, 'return no_such_name;');
export const NOT_COMPILED = /\bno_such_name\b/;
