import t from 'tap';
import { unpromisedOn } from '../../src/target/promises.js';
import { makeTarget } from '../fixtures/results.js';

t.test('direct writes are no promise on nfs, whatever its version is called', async (t) => {
  for (const filesystem of ['nfs', 'nfs4']) {
    const target = makeTarget({ filesystem, dax: false });
    t.match(unpromisedOn(target, 'direct-write'), /^nfs does not promise/);
    t.equal(unpromisedOn(target, 'write'), null);
  }
  t.equal(unpromisedOn(makeTarget(), 'direct-write'), null);
});
