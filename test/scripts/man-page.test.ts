/** The man page that the build has made. */
import { readFileSync } from 'node:fs';
import t from 'tap';
import { packageFile } from '../../scripts/package-file.js';
import { formatNames } from '../../src/report/formats.js';

t.test('it has a section for each command, and the options of help', async (t) => {
  const page = readFileSync(packageFile('build/man/holerace.1'), 'utf8');
  t.match(page, /^\.TH HOLERACE 1 /);
  for (const name of ['RUN', 'VM', 'SELFTEST', 'DOCTOR', 'SCENARIOS', 'REPORT']) {
    t.match(page, `.SH "HOLERACE ${name}"`);
  }
  for (const format of formatNames) t.match(page, `"${format}"`);
  t.match(page, '\\-\\-exit\\-style');
  const requests = page.split('\n').filter((line) => /^[.']/.test(line));
  t.same(
    requests.filter((line) => !/^\.(TH|SH|nf|fi)\b/.test(line)),
    [],
    'no line of help is taken for a request',
  );
});
