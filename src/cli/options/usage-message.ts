/** What yargs says of a wrong command line, as one sentence that also says what to do. */

/** yargs lists all invalid options; the first is enough to begin with. */
const INVALID = /^Invalid values: Argument: ([^,]+), Given: (.*?), Choices: (.*?)(?= Argument: |$)/;
const UNKNOWN = /^Unknown arguments?: (.*)$/;
const MISSING = /^Missing required arguments?: (.*)$/;
const VALUELESS = /^Not enough arguments following: (.*)$/;

/** Rewrites a message of yargs; one that is ours already stays as it is. */
export function usageMessage(message: string): string {
  const line = message
    .replace(/\n\s*/g, ' ')
    .replace('Invalid values:  ', 'Invalid values: ')
    .trim();
  const invalid = INVALID.exec(line);
  if (invalid !== null)
    return `--${invalid[1]} ${invalid[2]} is not valid: choose from ${invalid[3]}`;
  const unknown = UNKNOWN.exec(line);
  if (unknown !== null) return `${unknown[1]} is not known here: --help lists what is`;
  const missing = MISSING.exec(line);
  if (missing !== null)
    return `--${missing[1]?.split(', ').join(' and --')} is missing: --help says what it takes`;
  const valueless = VALUELESS.exec(line);
  if (valueless !== null) return `--${valueless[1]} has no value: --help says what it takes`;
  return line;
}
