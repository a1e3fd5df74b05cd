/** Options that go on to the kernel and to QEMU as they are: what can be told to be wrong is told before a boot. */
import { UsageError } from '../../errors.js';
import { wordsOf } from '../../quoted.js';

/** The kernel takes 2,047 bytes (COMMAND_LINE_SIZE in arch/x86/include/asm/setup.h), holerace's own parameters among them. */
const APPEND_LIMIT_BYTES = 1024;
/** The result keeps them. */
const QEMU_ARGS_LIMIT_BYTES = 2048;

/** Checks kernel parameters. An option that was given twice is refused elsewhere. */
export function appendOption(text: unknown): unknown {
  return checked('append', text, APPEND_LIMIT_BYTES);
}

/** Checks arguments for QEMU. */
export function qemuArgsOption(text: unknown): unknown {
  if (typeof text === 'string') wordsOf(text, '--qemu-args');
  return checked('qemu-args', text, QEMU_ARGS_LIMIT_BYTES);
}

function checked(name: string, text: unknown, limitBytes: number): unknown {
  if (typeof text !== 'string') return text;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not be in it
  if (/[\0-\x1f\x7f]/.test(text)) {
    throw new UsageError(`--${name} has a line break or another control character: give one line`);
  }
  if (text.trim() === '') throw new UsageError(`--${name} is empty: leave it out`);
  if (Buffer.byteLength(text) > limitBytes) {
    throw new UsageError(`--${name} is longer than ${limitBytes} bytes: give fewer`);
  }
  return text;
}
