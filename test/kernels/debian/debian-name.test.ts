import t from 'tap';
import { formatDebianName, parseDebianName } from '../../../src/kernels/debian/debian-name.js';

t.test('a package, its version and its suite, and back again', async (t) => {
  for (const [text, name, suite] of [
    ['linux-image-amd64', 'linux-image-amd64', null],
    ['linux-image-amd64=6.1.4-1', 'linux-image-amd64=6.1.4-1', null],
    ['linux-image-amd64/trixie', 'linux-image-amd64', 'trixie'],
    ['linux-image-5.10*/bullseye-security', 'linux-image-5.10*', 'bullseye-security'],
    [
      'linux-image-6.12.9+deb13-amd64=6.12~rc1-1/sid',
      'linux-image-6.12.9+deb13-amd64=6.12~rc1-1',
      'sid',
    ],
  ] as const) {
    const parsed = parseDebianName(text);
    t.same(parsed, { name, suite });
    t.equal(formatDebianName(parsed), text);
  }
});

t.test('what is no name is refused before any apt is asked', async (t) => {
  for (const text of ['', '-o', 'linux image', 'linux-image=', 'x;y', '/trixie', '../../x'])
    t.throws(() => parseDebianName(text), /is no package name/, text);
  for (const text of ['linux-image-[56]*', '*', 'linux image*/trixie'])
    t.throws(() => parseDebianName(text), /is no pattern for packages/, text);
  for (const text of ['linux-image/', 'linux-image/Trixie', 'linux-image/-o', 'linux-image/..'])
    t.throws(() => parseDebianName(text), /names no suite: write one of Debian's/, text);
});
