/** Numbers on the command line. yargs would make NaN of `abc` and a list of a repeated option. */
import { UsageError } from '../../errors.js';

export interface NumberRules {
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

/**
 * Makes a coercion for an option.
 *
 * @throws UsageError (the coercion) where the value is no number within the rules
 */
export function numberOption(name: string, { least, most, whole }: NumberRules) {
  return (value: unknown): number | undefined => {
    if (value === undefined) return undefined;
    // Given twice: refused as any option is that is given twice.
    if (Array.isArray(value)) return value as never;
    const text = String(value).trim();
    const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)
      ? Number(text)
      : Number.NaN;
    if (
      Number.isNaN(number) ||
      number < least ||
      number > most ||
      (whole && !Number.isInteger(number))
    ) {
      const kind = whole ? 'a whole number' : 'a number';
      throw new UsageError(
        `--${name} ${text || "''"} is not valid: give ${kind} from ${least} to ${most}`,
      );
    }
    return number;
  };
}
