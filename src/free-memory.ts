/** How much memory there is. */
import { readFileSync } from 'node:fs';

/** The memory that may still be taken without any being swapped out (proc_meminfo(5)), in MiB; NaN where it is not told. */
export function freeMemoryMib(): number {
  const meminfo = readFileSync('/proc/meminfo', 'utf8');
  return Number(/^MemAvailable:\s+(\d+) kB/m.exec(meminfo)?.[1] ?? Number.NaN) / 1024;
}
