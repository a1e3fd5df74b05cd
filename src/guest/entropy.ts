/**
 * The calls that seed the guest's random pool.
 *
 * Before Linux 5.6 getrandom(2) blocks until the pool is seeded (30c08efec888), and Node.js with it: a
 * guest that stays silent for ever. Writing to /dev/urandom does not count as seeding, only the ioctl
 * RNDADDENTROPY does (random(4)), and a shell cannot make that call. This works on every kernel, where
 * virtio-rng would need a driver.
 */
import { randomBytes } from 'node:crypto';
import { type Call, OPENED, Sys } from './calls.js';

const SEED_BYTES = 64;
/** RNDADDENTROPY of linux/random.h. */
const RNDADDENTROPY = 0x40085203;
/** open(2). */
const O_WRONLY = 1;

/** With a seed of their own. */
export function seedEntropy(): Call[] {
  const failed = 'holerace: the random pool could not be seeded';
  return [
    { number: Sys.OPEN, args: ['/dev/urandom', O_WRONLY], opens: true },
    { number: Sys.IOCTL, args: [OPENED, RNDADDENTROPY, poolInfo()], failed },
    { number: Sys.CLOSE, args: [OPENED] },
  ];
}

/** struct rand_pool_info: the bits of entropy, the bytes that follow, the bytes. */
function poolInfo(): Buffer {
  const header = Buffer.alloc(8);
  header.writeInt32LE(SEED_BYTES * 8, 0);
  header.writeInt32LE(SEED_BYTES, 4);
  return Buffer.concat([header, randomBytes(SEED_BYTES)]);
}
