import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PairRecord } from '../../src/dataset/record.js';
import { writeReport } from '../../src/filter/report/index.js';
import { makeRun } from '../filter/report-fixture.js';
import { launch, noBrowser, openFile } from './browser.js';

describe.skipIf(noBrowser)(`report.html in a browser${noBrowser}`, () => {
  let root: string;
  let records: PairRecord[];
  let browser: Browser;
  let page: Page;
  const requests: string[] = [];
  const complaints: string[] = [];
  const open = (viewport: { width: number; height: number }, colorScheme: 'light' | 'dark'): Promise<Page> =>
    openFile(browser, join(root, 'report.html'), { requests, complaints }, viewport, colorScheme);

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'diptych-e2e-report-'));
    const run = await makeRun(root, { count: 60, labels: ['before', 'age-40', 'after'] });
    records = run.records;
    await writeReport(run);
    browser = await launch();
    page = await open({ width: 1440, height: 900 }, 'light');
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    if (root) await rm(root, { recursive: true });
  });

  /** A computed style of an element. The page's own types stay out of the project: elements are untyped here. */
  const style = (of: Locator, name: string): Promise<string> =>
    of.evaluate((element, property) => element.ownerDocument.defaultView.getComputedStyle(element)[property], name);
  const clip = (card: Locator): Promise<string> => style(card.locator('.over:not([hidden])'), 'clipPath');

  it('shows every picture', async () => {
    // Decoded apart from the page, where a picture that is hidden or far off waits.
    const widths: number[] = await page.locator('img').evaluateAll((images) =>
      Promise.all(
        images.map(async (image) => {
          const copy = image.ownerDocument.createElement('img');
          copy.src = image.src;
          await copy.decode();
          return copy.naturalWidth;
        }),
      ),
    );
    expect(widths.length).toBeGreaterThan(100);
    expect(Math.min(...widths)).toBe(24);
  });

  it('slides by mouse, by keyboard and all at once', async () => {
    const card = page.locator('.card').first();
    const slider = card.locator('.compare input');
    await slider.scrollIntoViewIfNeeded();
    const box = (await slider.boundingBox())!;
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + 0.5 * box.width, y);
    await page.mouse.down();
    await page.mouse.move(box.x + 0.2 * box.width, y, { steps: 4 });
    await page.mouse.up();
    expect(await slider.inputValue()).toBe('20');
    expect(await clip(card)).toBe('inset(0px 0px 0px 20%)');
    await page.keyboard.press('ArrowRight');
    expect(await clip(card)).toBe('inset(0px 0px 0px 21%)');
    expect(await slider.getAttribute('aria-valuetext')).toBe('21 % shown');
    await page.locator('#all-sliders').fill('80');
    expect(await clip(page.locator('.card').nth(5))).toBe('inset(0px 0px 0px 80%)');
  });

  it('puts any state of a stack above before', async () => {
    const card = page.locator('.card').nth(1);
    await card.locator('button.frame').first().click();
    expect(await card.locator('.over').evaluateAll((all) => all.map((image) => image.hidden))).toEqual([false, true]);
    expect(await card.locator('.tag.right').textContent()).toBe('age-40');
    expect(await card.locator('button.frame').first().getAttribute('aria-pressed')).toBe('true');
  });

  it('marks the mask on one card and on all', async () => {
    const masks = page.locator('.mask');
    const visible = (i: number): Promise<string> => style(masks.nth(i), 'visibility');
    await page.locator('.mask-toggle').first().check();
    expect([await visible(0), await visible(1)]).toEqual(['visible', 'hidden']);
    await page.locator('#all-masks').check();
    expect(await visible(1)).toBe('visible');
  });

  it('sorts by numbers, both ways', async () => {
    const head = page.locator('#record-table th').filter({ hasText: /^identity$/ });
    const column = await head.evaluate((cell) => cell.cellIndex);
    const shown = (): Promise<number[]> =>
      page
        .locator('#record-table tbody tr')
        .evaluateAll((rows, i) => rows.map((row) => Number(row.cells[i]!.textContent)), column);
    const expected = records.map((r) => Number(r.scores.identity!.toPrecision(3))).sort((a, b) => a - b);
    await head.locator('button').click();
    expect(await head.getAttribute('aria-sort')).toBe('ascending');
    expect(await shown()).toEqual(expected);
    await head.locator('button').click();
    expect(await head.getAttribute('aria-sort')).toBe('descending');
    expect(await shown()).toEqual(expected.reverse());
  });

  it('filters by verdict, gate and words', async () => {
    const rows = page.locator('#record-table tbody tr:not([hidden])');
    const dropped = records.filter((r) => r.verdict === 'dropped');
    await page.locator('select[name=verdict]').selectOption('dropped');
    expect(await rows.count()).toBe(dropped.length);
    await page.locator('select[name=gate]').selectOption('identity');
    expect(await rows.count()).toBe(dropped.filter((r) => r.gate === 'identity').length);
    await page.locator('select[name=gate]').selectOption('');
    await page.locator('input[name=text]').fill(dropped[0]!.id);
    expect(await rows.count()).toBe(1);
    expect(await page.locator('#shown').textContent()).toBe('1 of 60 shown');
    await page.locator('input[name=text]').fill('nowhere');
    expect(await rows.count()).toBe(0);
  });

  it('fits a narrow screen, and darkens with the system', async () => {
    const narrow = await open({ width: 400, height: 800 }, 'dark');
    for (const each of [page, narrow])
      expect(await each.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)).toBe(0);
    const colours = (of: Page): Promise<string> => style(of.locator('body'), 'backgroundColor');
    expect([await colours(page), await colours(narrow)]).toEqual(['rgb(251, 250, 248)', 'rgb(20, 21, 24)']);
    await narrow.close();
  });

  it('asks for nothing but itself and complains of nothing', () => {
    expect(requests.filter((url) => !url.startsWith('data:') && !url.startsWith('file:'))).toEqual([]);
    expect(requests.filter((url) => url.startsWith('file:'))).toHaveLength(2);
    expect(complaints).toEqual([]);
  });
});
