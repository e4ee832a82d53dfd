/** Chromium for tests of reports: opens a page from disk, and keeps what it asks for or complains about. */
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Why tests in a browser are skipped; empty where they run. */
export const noBrowser = existsSync(CHROMIUM) ? '' : ` (skipped: needs a browser at ${CHROMIUM})`;

export const launch = (): Promise<Browser> => chromium.launch({ executablePath: CHROMIUM, args: [...FLAGS, ...QUIET] });

/** What pages asked for, and what they complained about. */
export interface Heard {
  readonly requests: string[];
  readonly complaints: string[];
}

/** Opens a file in a new page. */
export async function openFile(
  browser: Browser,
  file: string,
  { requests, complaints }: Heard,
  viewport: { width: number; height: number },
  colorScheme: 'light' | 'dark',
): Promise<Page> {
  const opened = await browser.newPage({ viewport, colorScheme });
  opened.on('request', (request) => requests.push(request.url().slice(0, 60)));
  opened.on('console', (message) => complaints.push(message.text()));
  opened.on('pageerror', (error) => complaints.push(error.message));
  await opened.goto(pathToFileURL(file).href);
  return opened;
}

/** Colours of the screen at shares of an element's box, as it is painted. */
export async function painted(of: Locator, at: readonly (readonly [number, number])[]): Promise<number[][]> {
  const { default: sharp } = await import('sharp');
  await of.scrollIntoViewIfNeeded();
  const { data, info } = await sharp(await of.screenshot())
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return at.map(([x, y]) => {
    const i = 3 * (Math.floor(y * info.height) * info.width + Math.floor(x * info.width));
    return [...data.subarray(i, i + 3)];
  });
}
