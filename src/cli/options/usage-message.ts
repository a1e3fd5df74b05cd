/** What yargs says of a wrong command line, as one sentence that also says what to do. */

/** yargs lists all invalid options; the first is enough to begin with. */
const INVALID = /^Invalid values: Argument: ([^,]+), Given: (.*?), Choices: (.*?)(?= Argument: |$)/;
const UNKNOWN = /^Unknown arguments?: (.*)$/;
const MISSING = /^Missing required arguments?: (.*)$/;
const VALUELESS = /^Not enough arguments following: (.*)$/;

/** Of what was given so many characters are told: a value may be as long as a command line. */
const TOLD_LIMIT = 200;

/** Rewrites a message of yargs; one that is ours already stays as it is. */
export function usageMessage(message: string): string {
  const line = message
    .replace(/\n\s*/g, ' ')
    .replace('Invalid values:  ', 'Invalid values: ')
    .trim();
  const invalid = INVALID.exec(line);
  if (invalid !== null)
    return `--${invalid[1]} ${told(invalid[2])} is not valid: choose from ${invalid[3]}`;
  const unknown = UNKNOWN.exec(line);
  if (unknown !== null) return `${told(unknown[1])} is not known here: --help lists what is`;
  const missing = MISSING.exec(line);
  if (missing !== null)
    return `--${missing[1]?.split(', ').join(' and --')} is missing: --help says what it takes`;
  const valueless = VALUELESS.exec(line);
  if (valueless !== null) return `--${valueless[1]} has no value: --help says what it takes`;
  return line;
}

/** What was given, cut off where nobody would read on. */
function told(given = ''): string {
  if (given.length <= TOLD_LIMIT) return given;
  return `${given.slice(0, TOLD_LIMIT)}… (${given.length} characters)`;
}
