/**
 * Compiles a script whole, and writes what V8 caches of it. Its arguments are the script and the file for the cache; it runs by
 * the Node.js and with the flags by which the script will: V8 takes a cache of no other.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

const [source = '', cache = ''] = process.argv.slice(2);
// All functions, and not only what runs as it is loaded.
setFlagsFromString('--no-lazy');
const script = new Script(readFileSync(source, 'latin1'));
// The flags are part of the cache.
setFlagsFromString('--lazy');
writeFileSync(cache, script.createCachedData());
