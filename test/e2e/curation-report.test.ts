import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCurationReport } from '../../src/filter/curation-report/index.js';
import type { ItemRecord } from '../../src/item.js';
import { makeCuration } from '../filter/curation-report-fixture.js';
import { launch, noBrowser, openFile, painted } from './browser.js';

describe.skipIf(noBrowser)(`report.html of a curation in a browser${noBrowser}`, () => {
  let root: string;
  let list: ItemRecord[];
  let browser: Browser;
  let page: Page;
  const requests: string[] = [];
  const complaints: string[] = [];
  const open = (viewport: { width: number; height: number }, colorScheme: 'light' | 'dark'): Promise<Page> =>
    openFile(browser, join(root, 'report.html'), { requests, complaints }, viewport, colorScheme);

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'diptych-e2e-curation-'));
    const run = await makeCuration(root, { count: 60, kind: 'pair' });
    // A name as long as a file system allows, without a place to break it.
    list = run.list.map((r, i) => (i === 0 ? { ...r, key: 'x'.repeat(4000) } : r));
    await writeCurationReport({ ...run, records: () => list });
    browser = await launch();
    page = await open({ width: 1440, height: 900 }, 'light');
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    if (root) await rm(root, { recursive: true });
  });

  it('paints both pictures of a pair where they are drawn by reference', async () => {
    const picture = page.locator('#edges .picture').first();
    const index = Number((await picture.locator('use').first().getAttribute('href'))!.match(/^#p(\d+)-0$/)![1]);
    const [before, after] = await painted(picture, [
      [0.25, 0.5],
      [0.75, 0.5],
    ]);
    for (const [pixel, blue] of [
      [before!, 128],
      [after!, 220],
    ] as const)
      for (const [i, value] of [(index * 53) % 256, 128, blue].entries())
        expect(Math.abs(pixel[i]! - value)).toBeLessThan(16);
  });

  it('shows the panel of the chosen metric, by keyboard too', async () => {
    const shown = page.locator('.extreme:not([hidden]) h3');
    expect(await shown.allTextContents()).toEqual(['faces']);
    await page.locator('#extreme-metric').selectOption({ label: 'sharpness' });
    expect(await shown.allTextContents()).toEqual(['sharpness']);
    await page.locator('#extreme-metric').focus();
    await page.keyboard.press('ArrowUp');
    expect(await shown.allTextContents()).toEqual(['yaw']);
  });

  it('sorts by keyboard and filters by verdict, gate and words', async () => {
    const rows = page.locator('#record-table tbody tr:not([hidden])');
    const head = page.locator('#record-table th').filter({ hasText: /^sharpness$/ });
    const column = await head.evaluate((cell) => cell.cellIndex);
    await head.locator('button').focus();
    await page.keyboard.press('Enter');
    expect(await head.getAttribute('aria-sort')).toBe('ascending');
    const values: string[] = await rows.evaluateAll((all, i) => all.map((row) => row.cells[i]!.textContent), column);
    const expected = list.flatMap((r) => r.scores.sharpness ?? []).sort((a, b) => a - b);
    expect(values.filter((text) => text !== '').map(Number)).toEqual(expected.map((x) => Number(x.toPrecision(3))));
    const dropped = list.filter((r) => r.verdict === 'dropped');
    await page.locator('select[name=verdict]').selectOption('dropped');
    expect(await rows.count()).toBe(dropped.length);
    await page.locator('select[name=gate]').selectOption('trouble');
    expect(await rows.count()).toBe(dropped.filter((r) => r.gate === 'trouble').length);
    await page.locator('input[name=text]').fill('truncated');
    expect(await rows.count()).toBe(dropped.filter((r) => r.trouble?.reason === 'truncated').length);
    expect(await page.locator('#shown').textContent()).toMatch(/^\d+ of 60 shown$/);
  });

  it('fits a phone, and darkens with the system', async () => {
    const phone = await open({ width: 390, height: 844 }, 'dark');
    for (const each of [page, phone])
      expect(await each.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)).toBe(0);
    const background = (of: Page): Promise<string> =>
      of.locator('body').evaluate((body) => body.ownerDocument.defaultView.getComputedStyle(body).backgroundColor);
    expect([await background(page), await background(phone)]).toEqual(['rgb(251, 250, 248)', 'rgb(20, 21, 24)']);
    await phone.close();
  });

  it('asks for nothing but itself and complains of nothing', () => {
    expect(requests.filter((url) => !url.startsWith('data:') && !url.startsWith('file:'))).toEqual([]);
    expect(requests.filter((url) => url.startsWith('file:'))).toHaveLength(2);
    expect(complaints).toEqual([]);
  });
});
