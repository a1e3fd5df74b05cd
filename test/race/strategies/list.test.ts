import t from 'tap';
import { chosenStrategies, strategiesOf } from '../../../src/race/strategies/list.js';
import { appendRace } from '../../../src/scenarios/append-race.js';
import { faultWriteRace } from '../../../src/scenarios/fault-write-race.js';
import { hugeFaultWriteRace } from '../../../src/scenarios/huge-fault-write-race.js';
import { mixedSizeRace } from '../../../src/scenarios/mixed-size-race.js';
import { mmapWriteRace } from '../../../src/scenarios/mmap-write-race.js';
import { punchReadRace } from '../../../src/scenarios/punch-read-race.js';
import { staleZeroPage } from '../../../src/scenarios/stale-zero-page.js';

const WITHOUT_READERS = chosenStrategies.filter((strategy) => strategy !== 'second-reader');

t.test('a race of small pages that are only loaded takes every way', async (t) => {
  for (const { steps } of [faultWriteRace, punchReadRace])
    for (const step of steps) t.same(strategiesOf(step, chosenStrategies), chosenStrategies);
});

t.test('a second reader stays away where it would spoil the race', async (t) => {
  for (const { id, steps } of [hugeFaultWriteRace, mixedSizeRace, appendRace, mmapWriteRace])
    for (const step of steps) t.same(strategiesOf(step, chosenStrategies), WITHOUT_READERS, id);
  for (const step of hugeFaultWriteRace.steps) t.same(strategiesOf(step, ['second-reader']), []);
});

t.test('a sequence has a strategy of its own, whatever was chosen', async (t) => {
  for (const step of staleZeroPage.steps) {
    t.same(strategiesOf(step, chosenStrategies), ['in-turn']);
    t.same(strategiesOf(step, []), ['in-turn']);
  }
});
