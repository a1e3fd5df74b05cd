/**
 * A result as workflow commands of GitHub Actions, which show as annotations of the job
 * (docs.github.com, "Workflow commands for GitHub Actions"). Three lines: GitHub's own toolkit would bring
 * an HTTP client with it.
 */
import type { Result, Verdict } from './result.js';
import { kernelName, verdictWords } from './words.js';

const COMMANDS: Readonly<Record<Verdict, string>> = {
  clean: 'notice',
  stale: 'error',
  untested: 'warning',
};

/** The annotation of a result, and one more for what befell its kernel. */
export function annotationsOf(result: Result): string[] {
  const kernel = kernelName(result);
  const lines = [command(result.verdict, `${result.verdict}: ${kernel}`, verdictWords(result))];
  const { finding } = result;
  if (finding !== null && result.verdict === 'stale') {
    lines.push(command('untested', `${finding.kind}: ${kernel}`, finding.message));
  }
  return lines;
}

function command(verdict: Verdict, title: string, message: string): string {
  return `::${COMMANDS[verdict]} title=${escapedTitle(title)}::${escaped(message)}`;
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedTitle(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
