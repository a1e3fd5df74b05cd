/**
 * Makes a picture of the beginning of a page in headless Chromium (Debian's package chromium), as for README.md.
 *
 * node build/scripts/picture.js PAGE.html PICTURE.png [HEIGHT]
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';

const CHROMIUM = '/usr/bin/chromium';
const WIDTH = 1000;
const HEIGHT = 900;

const [page, picture, height = `${HEIGHT}`] = process.argv.slice(2);
if (page === undefined || !picture?.endsWith('.png') || !/^\d{2,4}$/.test(height)) {
  process.stderr.write('picture: give PAGE.html, PICTURE.png and perhaps a height in pixels\n');
  process.exit(255);
}
const browser = await puppeteer.launch({
  executablePath: CHROMIUM,
  // It runs as root in containers, and opens nothing but the page named here.
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  const tab = await browser.newPage();
  await tab.setViewport({ width: WIDTH, height: Number(height) });
  await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);
  await tab.goto(pathToFileURL(path.resolve(page)).href);
  await tab.screenshot({ path: picture as `${string}.png` });
} finally {
  await browser.close();
}
