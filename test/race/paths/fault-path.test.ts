import t from 'tap';
import { pointOf } from '../../../src/native/probe-point.js';
import type { Passing } from '../../../src/native/thread-trace.js';
import { pathIn } from '../../../src/race/paths/fault-path.js';

function passings(...names: readonly string[]): Passing[] {
  return names.flatMap((name, index) => {
    const point = pointOf(name);
    return point === null ? [] : [{ point, time: BigInt(index) }];
  });
}

t.test('the path begins with the fault on the file, and has each point once', async (t) => {
  const path = pathIn(
    passings(
      ...['handle_mm_fault return', 'finish_fault entry', 'handle_mm_fault entry'],
      ...['dax_iomap_fault entry', 'iomap_iter entry', 'iomap_iter return', 'iomap_iter entry'],
      ...['dax_iomap_fault return', 'handle_mm_fault return', 'finish_fault entry'],
    ),
  );
  t.same(path, [
    ...['handle_mm_fault entry', 'dax_iomap_fault entry', 'iomap_iter entry', 'iomap_iter return'],
    ...['dax_iomap_fault return', 'handle_mm_fault return'],
  ]);
});

t.test('where nothing was passed there is no path', async (t) => {
  t.same(pathIn([]), []);
  t.same(pathIn(passings('iomap_iter return')), ['iomap_iter return']);
});
