import fc from 'fast-check';
import t from 'tap';
import { affinity, firstOf, Sleep, secondOf } from '../../src/native/scheduling.js';

t.test('the first cpu of a mask is one of its cpus', async (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), (bytes) => {
      const mask = new Uint8Array(1024);
      mask.set(bytes);
      const first = firstOf(mask);
      const set = [...first].filter((byte) => byte !== 0);
      if (bytes.every((byte) => byte === 0)) return set.length === 0;
      const at = first.findIndex((byte) => byte !== 0);
      const byte = first[at] ?? 0;
      const isOneCpu = set.length === 1 && (byte & (byte - 1)) === 0;
      return (
        isOneCpu && ((mask[at] ?? 0) & byte) === byte && bytes.slice(0, at).every((b) => b === 0)
      );
    }),
  );
  t.ok(
    affinity().some((byte) => byte !== 0),
    'this thread may run somewhere',
  );
});

t.test('the second cpu is another one, unless there is but one', async (t) => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(8191), { minLength: 1, maxLength: 5 }), (cpus) => {
      const maskOf = (cpu: number | undefined): Uint8Array => {
        const mask = new Uint8Array(1024);
        for (const one of cpu === undefined ? cpus : [cpu])
          mask[one >> 3] = (mask[one >> 3] ?? 0) | (1 << (one & 7));
        return mask;
      };
      const rising = cpus.toSorted((one, other) => one - other);
      const second = Buffer.from(secondOf(maskOf(undefined)));
      return second.equals(maskOf(rising[1] ?? rising[0]));
    }),
  );
  t.pass('by the lowest numbers');
});

t.test('a sleep lasts at least as long as it was asked to', async (t) => {
  const startedMs = performance.now();
  new Sleep().for(3_000_000);
  t.ok(performance.now() - startedMs >= 3);
});
