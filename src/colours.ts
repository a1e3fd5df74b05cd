/** Colours, by Node.js's own means: its styleText paints, its terminals know NO_COLOR, FORCE_COLOR and TERM. */
import { WriteStream } from 'node:tty';
import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Paints a text for a stream that wants colours, or leaves it as it is. */
export function painted(style: Style, text: string, stream: NodeJS.WriteStream): string {
  return wantsColours(stream) ? styleText(style, text, { validateStream: false }) : text;
}

/** Whether a stream wants colours: a terminal that has them, unless NO_COLOR; anything if FORCE_COLOR. */
export function wantsColours(stream: NodeJS.WriteStream): boolean {
  if (stream.isTTY !== true && process.env.FORCE_COLOR === undefined) return false;
  // Asked of the class, for a stream that is no terminal has no such method; it looks at the environment.
  return WriteStream.prototype.getColorDepth.call(stream, process.env) > 1;
}
