import t from 'tap';
import { GuestsUp, type KeptGuest } from '../../src/campaign/guests-up.js';
import type { Result } from '../../src/result/result.js';
import type { VmOptions } from '../../src/vm/options.js';
import { makeResult } from '../fixtures/results.js';

type Ends = Partial<Result> | 'throws' | 'dies';

/** Longer than any test but the one that waits for it. */
const IDLE_LIMIT_MS = 500;

/** A keeper over guests that end their races as they are told, in this order, whichever guest it is. */
function kept(runsPerBoot: number, ...ends: readonly Ends[]) {
  return keptAtMost(1, runsPerBoot, ...ends);
}

function keptAtMost(most: number, runsPerBoot: number, ...ends: readonly Ends[]) {
  const left = [...ends];
  const said: string[] = [];
  let started = 0;
  const start = (staysUp: boolean): KeptGuest => {
    const name = `${++started}`;
    said.push(`${name} boots${staysUp ? '' : ' for one'}`);
    const guest = {
      isUp: false,
      races: 0,
      race: async () => {
        const end = left.shift() ?? {};
        if (end === 'throws') throw new Error('no QEMU');
        guest.isUp = end !== 'dies';
        guest.races++;
        said.push(`${name} races`);
        return makeResult(end === 'dies' ? {} : end);
      },
      close: async () => {
        guest.isUp = false;
        said.push(`${name} ends`);
      },
    };
    return guest;
  };
  const guests = new GuestsUp({ runsPerBoot, most, start, idleLimitMs: IDLE_LIMIT_MS });
  const race = (place: string) => guests.race(place, {} as VmOptions);
  return { guests, race, said };
}

t.test('runs of one kernel share its guest, and another kernel ends it', async (t) => {
  const { guests, race, said } = kept(50);
  for (const place of ['a', 'a', 'b', 'b', 'a']) await race(place);
  await guests.close();
  t.same(said, [
    ...['1 boots', '1 races', '1 races', '1 ends', '2 boots', '2 races', '2 races'],
    ...['2 ends', '3 boots', '3 races', '3 ends'],
  ]);
});

t.test('where there is room a kernel finds its guest again', async (t) => {
  const { guests, race, said } = keptAtMost(2, 50);
  for (const place of ['a', 'b', 'a', 'c', 'a', 'b']) await race(place);
  t.same(said, [
    ...['1 boots', '1 races', '2 boots', '2 races', '1 races', '2 ends'],
    ...['3 boots', '3 races', '1 races', '3 ends', '4 boots', '4 races'],
  ]);
  await guests.close();
  t.same(said.slice(-2).sort(), ['1 ends', '4 ends']);
});

t.test('a guest has no more races than it may have', async (t) => {
  const { guests, race, said } = kept(2);
  for (let run = 0; run < 3; run++) await race('a');
  await guests.close();
  t.same(said, ['1 boots', '1 races', '1 races', '1 ends', '2 boots', '2 races', '2 ends']);
});

t.test('with one run to a boot no guest is told to stay', async (t) => {
  const { race, said } = kept(1);
  for (let run = 0; run < 2; run++) await race('a');
  t.same(said, [
    ...['1 boots for one', '1 races', '1 ends', '2 boots for one', '2 races', '2 ends'],
  ]);
});

t.test('what is neither clean nor stale ends the guest', async (t) => {
  const finding = { kind: 'oops', message: 'BUG', consoleLog: null } as const;
  for (const [end, isKept] of [
    [{ verdict: 'clean' }, true],
    [{ verdict: 'stale' }, true],
    [{ verdict: 'untested' }, false],
    [{ verdict: 'stale', finding }, false],
    ['dies', false],
  ] as const) {
    const { guests, race, said } = kept(50, end);
    await race('a');
    await race('a');
    await guests.close();
    t.equal(said.includes('2 boots'), !isKept, JSON.stringify(end));
    t.equal(said.filter((one) => one.endsWith('ends')).length, isKept ? 1 : 2);
  }
});

t.test('a guest that could not be started leaves nothing', async (t) => {
  const { race, said } = kept(50, 'throws');
  await t.rejects(race('a'), { message: 'no QEMU' });
  t.same(said, ['1 boots', '1 ends']);
});

t.test('a guest of which nobody wants a race is ended', async (t) => {
  const { race, said } = kept(50);
  await race('a');
  t.notOk(said.includes('1 ends'));
  while (!said.includes('1 ends')) await new Promise((resolve) => setTimeout(resolve, 1));
  await race('a');
  t.ok(said.includes('2 boots'));
});
