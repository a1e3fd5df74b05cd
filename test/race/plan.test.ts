import t from 'tap';
import { overtimeOf } from '../../src/race/plan.js';

t.test('overtime is twice as long as the race, within limits', async (t) => {
  t.equal(overtimeOf({ seconds: 5, budgetSeconds: null }), 10);
  t.equal(overtimeOf({ seconds: 0.5, budgetSeconds: null }), 5);
  t.equal(overtimeOf({ seconds: 3600, budgetSeconds: null }), 30);
  t.equal(overtimeOf({ seconds: 5, budgetSeconds: 60 }), 0, 'and a budget is never exceeded');
});
