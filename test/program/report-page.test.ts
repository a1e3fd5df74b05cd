/** The HTML report in a browser, as a reader has it before him. */
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import t from 'tap';
import { formatHtml } from '../../src/report/html/html.js';
import type { CampaignPart, Report } from '../../src/report/report.js';
import type { Result } from '../../src/result/result.js';
import { bisects, hostileCampaigns, makeSweep } from '../fixtures/campaigns.js';
import { heaviestResult, hostileResult, reports } from '../fixtures/reports.js';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (place) => existsSync(place),
);
/** Where the pictures go that a person should look at, if anywhere. */
const PICTURES = process.env.HOLERACE_PICTURES;

const of = (...results: Result[]): Report => ({ results });
const campaign = (...campaigns: CampaignPart[]): Report => ({ results: [], campaigns });

const pages: Readonly<Record<string, Report>> = {
  one: of(reports.stale),
  crash: of(reports.broken),
  'of a hostile guest': of(hostileResult()),
  several: of(...Object.values(reports), hostileResult()),
  sweep: campaign({ kind: 'sweep', sweep: makeSweep() }),
  bisect: campaign(bisects.found),
  fixed: campaign(bisects.fixed),
  range: campaign(bisects.range),
  long: campaign(bisects.long),
  hostile: campaign(...hostileCampaigns()),
  heaviest: of(heaviestResult()),
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

/** From asking for the page until all of it is loaded and laid out. */
const OPEN_MS = `performance.getEntriesByType('navigation')[0].loadEventEnd`;

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
  for (const [name, report] of Object.entries(pages)) {
    const file = path.join(folder, `${name}.html`);
    writeFileSync(file, formatHtml(report));
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
      const openMs = Math.round(Number(await page.evaluate(OPEN_MS)));
      const kilobytes = Math.round(statSync(file).size / 1000);
      t.comment(`${name} weighs ${kilobytes} kB and is open after ${openMs} ms`);
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
