/** Messages of the kernel's log, in the two forms in which it is read. */

export interface Message {
  /** Since the machine's start, by the kernel's clock. */
  readonly seconds: number;
  readonly text: string;
  /** Whether the kernel itself said it, and no process that wrote to its log. */
  readonly isKernels: boolean;
}

const MICROSECONDS = 1e6;
/** Below three bits of the level stands who said it: 0 is the kernel, and no process can claim that (printk.c, devkmsg_write). */
const FACILITY_SHIFT = 3;

/**
 * The message of a record of /dev/kmsg: `level,number,microseconds,flags;text`, then lines of a dictionary that
 * begin with a space (Documentation/ABI/testing/dev-kmsg).
 *
 * @returns null for the lines of a dictionary, and for what is no record
 */
export function messageOfRecord(line: string): Message | null {
  const match = /^(\d{1,6}),\d+,(\d{1,18})(?:,[^;]*)?;(.*)$/s.exec(line);
  if (match === null) return null;
  const [, level, at, text = ''] = match;
  return messageOf(Number(level), Number(at) / MICROSECONDS, unescaped(text));
}

/** What cannot be printed comes as `\x1b` (printk.c, msg_add_ext_text). */
function unescaped(text: string): string {
  return text.replace(/\\x([0-9a-f]{2})/g, (_, code: string) => {
    const byte = Number.parseInt(code, 16);
    if (byte === 0x09) return ' ';
    return byte === 0x5c ? '\\' : '';
  });
}

/**
 * The message of a line as `dmesg -r` and a serial console print it: `<level>[   12.345678] text`, the level left out
 * by a console, the caller's number added by some kernels.
 *
 * @returns null where it has no time
 */
export function messageOfLine(line: string): Message | null {
  const match = /^(?:<(\d{1,6})>)?\[\s*(\d{1,9}\.\d{1,9})\](?:\[\s*[TC]\d+\])? ?(.*)$/s.exec(line);
  if (match === null) return null;
  const [, level = '0', at, text = ''] = match;
  return messageOf(Number(level), Number(at), text);
}

function messageOf(level: number, seconds: number, text: string): Message {
  return { seconds, text: text.trimEnd(), isKernels: level >> FACILITY_SHIFT === 0 };
}
