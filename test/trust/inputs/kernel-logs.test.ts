/** Logs and consoles of kernels: whatever they hold, complaints keep to their schema and their ceiling, and a crash to its line. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import t from 'tap';
import { BlockReader } from '../../../src/kernel-log/blocks.js';
import { messageOfLine, messageOfRecord } from '../../../src/kernel-log/message.js';
import { ComplaintTally } from '../../../src/kernel-log/tally.js';
import { COMPLAINTS_CEILING } from '../../../src/result/limits.js';
import { recordSchema } from '../../../src/result/records.js';
import { findCrash, lastWords, readTail } from '../../../src/vm/console.js';
import { damaged } from '../../fixtures/hostile/mutations.js';
import { holdReader } from '../../fixtures/hostile/readers.js';
import { hostileText } from '../../fixtures/hostile/values.js';

/** In the source tree: the compiler does not copy them. */
const textsIn = (name: string): Buffer[] => {
  const folder = fileURLToPath(new URL(`../../../../test/fixtures/${name}`, import.meta.url));
  return readdirSync(folder).map((file) => readFileSync(path.join(folder, file)));
};
const line = fc.tuple(
  fc.constantFrom('BUG: ', 'WARNING: ', '', 'XFS (a): ', 'bad pmd '),
  hostileText,
);
const made = fc
  .array(line, { maxLength: 200 })
  .map((lines) =>
    Buffer.from(lines.map(([head, text], at) => `[ ${at}.000001] ${head}${text}\n`).join('')),
  );
const whole = fc.oneof(fc.constantFrom(...textsIn('logs'), ...textsIn('consoles')), made);
const circumstances = { scenario: null, filesystem: null, seconds: 1 };

t.test('logs', async (t) => {
  await holdReader(t, 'logs of kernels', damaged(whole), (bytes) => {
    let [told, wrong] = [0, null as string | null];
    const tally = new ComplaintTally((record) => {
      told++;
      if (!recordSchema.safeParse(record).success) wrong = `no record: ${JSON.stringify(record)}`;
    });
    const blocks = new BlockReader((block) => tally.add(block));
    for (const one of bytes.toString('utf8').split('\n')) {
      const message = messageOfLine(one) ?? messageOfRecord(`3,1,1000,-;${one}`);
      if (message !== null) blocks.push(message, circumstances);
    }
    blocks.end();
    return told > COMPLAINTS_CEILING ? `${told} complaints` : wrong;
  });
});

t.test('consoles', async (t) => {
  const file = path.join(t.testdir({}), 'console.log');
  await holdReader(t, 'consoles of guests', damaged(whole), (bytes) => {
    writeFileSync(file, bytes);
    const log = readTail(file);
    const words = [findCrash(log)?.line ?? '', lastWords(log)];
    return words.every((one) => /^[\x20-\x7e]{0,240}$/.test(one)) ? null : JSON.stringify(words);
  });
});
