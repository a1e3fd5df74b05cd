/** Signals at random moments of a real guest, in its boot and in its race: nothing outlives holerace, and it tells no lie. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { STOCK_KERNEL } from '../fixtures/boot.js';
import { leaveCounts } from '../fixtures/hostile/counts.js';
import {
  type Child,
  drawMoments,
  filesLeft,
  firstWord,
  killOne,
  type Place,
  SIGNALS,
} from '../fixtures/hostile/kills.js';
import { KILLS } from '../fixtures/hostile/settings.js';

/** A boot takes seconds: as many as a command gets by each signal a guest gets by all of them together. */
const KILLS_BY_EACH = Math.ceil(KILLS / SIGNALS.length);
const RACING_SECONDS = 4;
/** A moment within this time from the first word, or from the first news of the race; by turns. */
const WITHIN_BOOT_MS = 8000;
const WITHIN_RACE_MS = RACING_SECONDS * 1000;

const folder = t.testdir({ tmp: {} });
const tmp = path.join(folder, 'tmp');
mkdirSync(tmp, { recursive: true });
const place: Place = { folder, env: { TMPDIR: tmp }, written: [tmp] };
const args = [
  ...['vm', '--kernel', STOCK_KERNEL, '--fs', 'ext4', '--scenario', 'fault-write-race'],
  ...['--seconds', `${RACING_SECONDS}`, '--format', 'ndjson'],
];
const wait = drawMoments(t);

/** Until it tells of its race, or ends. */
async function raceOf(child: Child): Promise<void> {
  const isTold = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.includes('"progress"')) resolve();
    });
  });
  await Promise.race([isTold, child]);
}

const rows: Record<string, string | number>[] = [];
let kills = 0;

for (const signal of SIGNALS) {
  t.test(signal, async (t) => {
    let hit = 0;
    const wrong: string[] = [];
    for (let kill = 0; kill < KILLS_BY_EACH; kill++) {
      const isInRace = kills++ % 2 === 0;
      const killed = await killOne(args, place, signal, async (child) => {
        await (isInRace ? raceOf(child) : firstWord(child));
        await wait(isInRace ? WITHIN_RACE_MS : WITHIN_BOOT_MS);
      });
      if (killed.wasHit) hit++;
      wrong.push(...killed.wrong);
    }
    t.same(wrong, []);
    rows.push({ command: 'vm, a real guest', signal, sent: KILLS_BY_EACH, 'ended by it': hit });
  });
}

t.test('the next one clears what those that were killed have left', async (t) => {
  const { wrong } = await killOne(args, place, 'SIGSTOP', raceOf);
  t.same(wrong, []);
  t.same(filesLeft(place), []);
});

t.teardown(() => leaveCounts('signals', 'vm-real-guest', rows));
