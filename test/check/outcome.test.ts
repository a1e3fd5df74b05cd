import t from 'tap';
import { outcomeOf } from '../../src/check/outcome.js';
import type { RanRecord } from '../../src/result/records.js';

function ran(status: number | null, line: string, over: Partial<RanRecord> = {}): RanRecord {
  return { record: 'ran', run: 1, status, signal: null, lines: [line], ...over };
}
const line = (attempts: number, early: number, stale: number, sigbus = 0, lasting = stale) =>
  `${attempts} attempts, ${early} early, ${stale} stale, ${sigbus} SIGBUS, ${lasting} lasting`;

t.test('status and counts tell together what a run found', async (t) => {
  const counts = { attempts: 100, early: 50, stale: 7, sigbus: 2, lasting: 9, lost: 0 };
  t.same(outcomeOf(ran(1, line(100, 50, 7, 2, 9))), { kind: 'stale', ...counts });
  t.match(outcomeOf(ran(1, line(100, 50, 0, 2, 0))), { kind: 'sigbus' });
  t.match(outcomeOf(ran(0, line(100, 50, 0))), { kind: 'clean' });
  t.match(outcomeOf(ran(125, line(100, 50, 0))), { kind: 'too-few' });
  const owners = (lost: number) => `${line(100, 50, 0)}, ${lost} lost by owners`;
  t.match(outcomeOf(ran(1, owners(3))), { kind: 'stale', stale: 0, lost: 3 });
  t.match(outcomeOf(ran(0, owners(0))), { kind: 'clean', lost: 0 });
  const reason = '!ioctl(fd, FICLONERANGE, &range): Operation not supported';
  t.same(outcomeOf(ran(125, `given: ${reason}`)), { kind: 'untested', reason });
});

t.test('what does not agree is never stale', async (t) => {
  const lies: RanRecord[] = [
    ran(0, line(100, 50, 7)),
    ran(125, line(100, 50, 7)),
    ran(1, line(100, 50, 0)),
    ran(1, line(100, 101, 7)),
    ran(1, line(100, 50, 101)),
    ran(1, line(100, 50, 60, 141)),
    ran(1, line(100, 50, 7, 0, 8)),
    ran(0, line(0, 0, 0)),
    ran(0, `${line(100, 50, 0)}, 3 lost by owners`),
    ran(125, `${line(100, 50, 0)}, 3 lost by owners`),
    ran(1, `${line(100, 50, 0)}, 101 lost by owners`),
    ran(0, 'given: not on DAX'),
    ran(125, line(100, 50, 0), { lines: [line(100, 50, 0), 'given: not on DAX'] }),
    ran(1, `${'9'.repeat(13)} attempts, 0 early, 1 stale, 0 SIGBUS, 0 lasting`),
    ran(1, line(100, 50, 7), { lines: [line(100, 50, 7), line(100, 50, 7)] }),
    ran(1, '', { lines: [] }),
    ran(null, line(100, 50, 7), { signal: 'SIGKILL' }),
  ];
  for (const one of lies) t.match(outcomeOf(one), { kind: 'untested' }, JSON.stringify(one));
  t.match(outcomeOf(ran(1, '', { lines: [] })), { reason: /status 1 and said nothing$/ });
  t.match(outcomeOf(ran(null, '', { signal: 'SIGKILL' })), { reason: /ended by SIGKILL/ });
});
