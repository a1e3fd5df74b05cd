/** The HTML report in a browser, as a reader has it before him. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import t from 'tap';
import { formatHtml } from '../../src/report/html/html.js';
import { hostileResult, reports } from '../fixtures/reports.js';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (place) => existsSync(place),
);
/** Where the pictures go that a person should look at, if anywhere. */
const PICTURES = process.env.HOLERACE_PICTURES;

const pages = {
  one: [reports.stale],
  crash: [reports.broken],
  several: [...Object.values(reports), hostileResult()],
};

/** What the browser's side of the test sees; its own types would need the DOM's. */
interface Seen {
  readonly overflow: number;
  readonly background: string;
  readonly ink: string;
  readonly shown: number;
}

const LOOK = `(() => {
  const style = getComputedStyle(document.body);
  const shown = [...document.querySelectorAll('svg')].filter((one) => one.getBoundingClientRect().width > 0);
  return {
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    background: style.backgroundColor, ink: style.color, shown: shown.length,
  };
})()`;

async function look(page: Page, file: string, width: number, scheme: string): Promise<Seen> {
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.goto(pathToFileURL(file).href);
  return (await page.evaluate(LOOK)) as Seen;
}

t.test('in Chromium', { skip: CHROMIUM ? false : 'chromium is not installed' }, async (t) => {
  const folder = t.testdir();
  const browser: Browser = await puppeteer.launch({
    executablePath: CHROMIUM ?? '',
    // It runs as root in containers, and opens nothing but the pages made here.
    args: ['--no-sandbox', '--disable-gpu'],
  });
  t.teardown(() => browser.close());
  for (const [name, results] of Object.entries(pages)) {
    const file = path.join(folder, `${name}.html`);
    writeFileSync(file, formatHtml({ results }));
    t.test(name, async (t) => {
      const page = await browser.newPage();
      const complaints: string[] = [];
      const requests: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('request', (request) => requests.push(request.url()));
      for (const width of [1100, 360]) {
        const light = await look(page, file, width, 'light');
        await keepPicture(page, `${name}-${width}-light`);
        const dark = await look(page, file, width, 'dark');
        await keepPicture(page, `${name}-${width}-dark`);
        t.equal(light.overflow, 0, `at ${width} nothing sticks out`);
        t.ok(brightness(light.background) > brightness(light.ink), 'dark on light');
        t.ok(brightness(dark.background) < brightness(dark.ink), 'light on dark');
        if (name !== 'crash') t.ok(light.shown > 0, 'with pictures');
      }
      t.same(complaints, [], 'the browser has nothing to complain of');
      t.same([...new Set(requests)], [pathToFileURL(file).href], 'nothing else is asked for');
    });
  }
});

async function keepPicture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({
    path: path.join(PICTURES, `${name}.png`) as `${string}.png`,
    fullPage: true,
  });
}

/** From `rgb(1, 2, 3)`. */
function brightness(colour: string): number {
  return (colour.match(/\d+/g) ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
}
