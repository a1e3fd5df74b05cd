/** The formats, with what they cannot have of themselves: a C program in each mail that tells of a stale read. */
import { UsageError } from '../../errors.js';
import { type Format, type FormatChoices, formatterOf } from '../../report/formats.js';
import type { Formatter } from '../../report/report.js';
import type { Result } from '../../result/result.js';

/**
 * The formatter of a format, as every command prints it.
 *
 * @param program the C program that ends a mail, where the user has one (default: one that is made of the result)
 */
export async function formatterFor(
  format: Format,
  choices: FormatChoices,
  program?: string,
): Promise<Formatter> {
  if (format !== 'mail') return formatterOf(format, choices);
  if (program !== undefined) return formatterOf(format, { ...choices, programOf: () => program });
  const { reproducer } = await import('../../reproduce/reproducer.js');
  const programOf = (result: Result): string | null => {
    try {
      return reproducer(result);
    } catch (error) {
      // Nothing was stale, or there is no C for it.
      if (error instanceof UsageError) return null;
      throw error;
    }
  };
  return formatterOf(format, { ...choices, programOf });
}
