import t from 'tap';
import { limitWords } from '../src/resource-limits.js';

const limits = (space: string, size: string): string =>
  `Limit                     Soft Limit           Hard Limit           Units
Max file size             ${size}            unlimited            bytes
Max address space         ${space}            unlimited            bytes
`;

t.test('limits of the shell are named, and their lack is not', async (t) => {
  t.equal(limitWords(limits('unlimited', 'unlimited')), '');
  t.match(limitWords(limits('2097152000', 'unlimited')), /^; ulimit -v limits it: raise that/);
  t.match(limitWords(limits('2097152000', '1024')), /ulimit -v and ulimit -f/);
});
