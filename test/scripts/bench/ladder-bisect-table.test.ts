/** The table of bisects with a boot for each run, and with many runs to a boot. */
import t from 'tap';
import { ladderTable } from '../../../scripts/bench/ladder-bisect-table.js';

t.test('seconds of all bisects of a kind, and what a run of it costs', async (t) => {
  const table = ladderTable(
    new Map([
      [
        'a boot each',
        [
          { runs: 60, seconds: 250, isRight: true },
          { runs: 40, seconds: 150, isRight: true },
        ],
      ],
      [
        'one boot, many',
        [
          { runs: 60, seconds: 60, isRight: true },
          { runs: 20, seconds: 40, isRight: false },
        ],
      ],
    ]),
  );
  const rows = table.split('\n').map((row) => row.split('|').map((cell) => cell.trim()));
  t.match(rows[2], ['', 'a boot each', '2 of 2', '100', '400', '4.00', '1.00', '']);
  t.match(rows[3], ['', 'one boot, many', '1 of 2', '80', '100', '1.25', '0.31', '']);
});
