import { chmodSync, lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { copyFile } from '../../src/files/copy-file.js';

t.test(
  'of links upon links the file is copied, with its mode, into folders that are made',
  async (t) => {
    const folder = t.testdir({
      real: { program: '#!/bin/sh\n' },
      // As /lib64/ld-linux-x86-64.so.2 is reached where /lib64 is a link too.
      lib: t.fixture('symlink', 'real'),
      link: t.fixture('symlink', 'lib/program'),
    });
    chmodSync(path.join(folder, 'real/program'), 0o755);
    const copy = path.join(folder, 'made/for/it/program');
    copyFile(path.join(folder, 'link'), copy);
    t.ok(lstatSync(copy).isFile());
    t.equal(readFileSync(copy, 'utf8'), '#!/bin/sh\n');
    t.equal(lstatSync(copy).mode & 0o777, 0o755);
  },
);
