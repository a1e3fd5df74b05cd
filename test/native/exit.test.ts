import { execa } from 'execa';
import t from 'tap';

const MODULE = new URL('../../src/native/exit.js', import.meta.url).href;

t.test('it ends at once, with its status, and nothing of Node.js runs any more', async (t) => {
  const program = `
    import { exitNow } from '${MODULE}';
    process.on('exit', () => console.log('exit'));
    setTimeout(() => console.log('late'), 60_000);
    exitNow(7);
  `;
  const { exitCode, stdout } = await execa(
    process.execPath,
    ['--input-type=module', '--eval', program],
    { reject: false },
  );
  t.equal(exitCode, 7);
  t.equal(stdout, '');
});
