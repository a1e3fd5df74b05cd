/** Numbers for people. */
const numbers = new Intl.NumberFormat('en');

export const whole = (value: number): string => numbers.format(value);
export const seconds = (value: number): string => `${value.toFixed(1)} s`;
export const share = (part: number, all: number): string =>
  all === 0 ? '0%' : `${Math.round((100 * part) / all)}%`;

/** `n` of a thing, which is one word or more. */
export function counted(n: number, one: string, several = `${one}s`): string {
  return `${whole(n)} ${n === 1 ? one : several}`;
}
