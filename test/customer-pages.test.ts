/**
 * The customer's pages in a real browser: every language, both widths, light and dark; for the keyboard alone, without scripts, and to axe-core.
 * SCREENSHOTS=folder keeps what was seen.
 */
import { join } from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { languages } from '../src/customer-pages/language.ts';
import { post, testServer } from '../src/http/testing/test-app.ts';
import { newKey } from '../src/ids.ts';
import { startChromium } from './support/chromium.ts';
import { shippedPolicies } from './support/policies.ts';
import { sqliteService } from './support/sqlite-service.ts';

const screenshots = process.env['SCREENSHOTS'];
const dayMs = 86_400_000;

let browser: Browser;
let close: () => Promise<unknown>;
let preferences: (customerId: string) => Promise<string>;
let unsubscribe: string;
let now: { advance(ms: number): void };

beforeAll(async () => {
  browser = await startChromium();
  const { service, clock } = await sqliteService({
    policies: shippedPolicies(),
    publicUrl: 'https://guard.example.com',
  });
  const pages = {
    tokens: service.tokens,
    brand: { name: 'Acme Outdoor', color: '#14532d', logo: logo(), supportUrl: 'mailto:help@example.com' },
    policies: service.policies.current,
    undoKey: newKey(),
    publicUrl: undefined,
    nowMs: clock.nowMs,
  };
  const { app, url, server } = await testServer(service.guard, { pages });
  close = () => server.stop(1000);
  now = clock;

  const ask = async (body: object) =>
    (await (
      await post(app, '/can-contact', { customerId: 'c-42', address: 'ada@example.com', channel: 'email', ...body })
    ).json()) as {
      links: { preferences: string; unsubscribe: string };
    };
  const local = (link: string) => link.replace('https://guard.example.com', url);
  await ask({ purpose: 'transactional.receipt' });
  clock.advance(3 * dayMs);
  for (const purpose of ['marketing.newsletter', 'marketing.promotions', 'triggered.behaviour']) {
    await ask({ purpose });
    clock.advance(2 * 3600_000);
  }
  const consent = { customerId: 'c-42', channel: 'sms', purpose: 'marketing', level: 'express', source: 'form' };
  await post(app, '/consents', consent);
  await ask({ purpose: 'marketing.promotions' });
  await ask({ channel: 'sms', address: '+4930901820', purpose: 'service.delivery' });
  await post(app, '/refusals', { customerId: 'c-42', channel: 'voice', signal: 'stop', source: 'agent' });
  unsubscribe = local((await ask({ purpose: 'service.account' })).links.unsubscribe);
  preferences = async (customerId) => local((await ask({ customerId, purpose: 'service.account' })).links.preferences);
});
afterAll(async () => {
  await browser?.close();
  await close?.();
});

function logo(): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><rect width="48" height="48" rx="12" fill="#14532d"/><path d="M8 36 20 16l7 11 4-6 9 15z" fill="#fff"/></svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}

async function opened<T>(options: BrowserContextOptions, url: string, look: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext(options);
  try {
    const page = await context.newPage();
    const elsewhere: string[] = [];
    page.on('request', (request) => {
      if (!/^(data:|http:\/\/127\.0\.0\.1)/.test(request.url())) elsewhere.push(request.url());
    });
    const faults: string[] = [];
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    await page.goto(url);
    const found = await look(page);
    expect(elsewhere).toEqual([]);
    expect(faults.filter((text) => !/404/.test(text))).toEqual([]);
    return found;
  } finally {
    await context.close();
  }
}

async function axeFinds(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

const keep = async (page: Page, name: string): Promise<void> => {
  if (screenshots !== undefined) await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
};

test.each(
  languages.flatMap((language) =>
    ([390, 1280] as const).flatMap((width) =>
      (['light', 'dark'] as const).map((scheme) => [language, width, scheme] as const),
    ),
  ),
)('%s at %i px, %s: nothing overflows, and axe-core finds nothing', async (language, width, colorScheme) => {
  const options = { locale: language, viewport: { width, height: 844 }, colorScheme };
  const name = `${language}-${width}-${colorScheme}`;
  const look = async (page: Page, kind: string): Promise<void> => {
    expect(Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'))).toBeLessThanOrEqual(0);
    // Colours and structure are the same at both widths.
    if (width === 390 || language === 'en') expect(await axeFinds(page)).toEqual([]);
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
    await keep(page, `${kind}-${name}`);
  };
  await opened(options, await preferences('c-42'), async (page) => {
    await look(page, 'preferences');
    await page.locator('form:has([name=do][value=pause]) button').first().click();
    await look(page, 'paused');
    await page.locator('form:has([name=ticket]) button').click();
    await page.locator('form:has([name=do][value=erase]) button').click();
    await look(page, 'erase');
    await page.locator('main a').click();
    expect(await page.locator('#erase').count()).toBe(1);
  });
  await opened(options, unsubscribe, (page) => look(page, 'unsubscribe'));
  await opened(options, `${unsubscribe}x`, (page) => look(page, 'unknown'));
  now.advance(60_000);
});

test('one can stop messages and take it back with the keyboard alone, and sees where one is', async () => {
  await opened({ locale: 'en' }, await preferences('keys'), async (page) => {
    const tabTo = async (selector: string): Promise<void> => {
      for (let turn = 0; turn < 40; turn++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
      }
      throw new Error(`the keyboard does not reach ${selector}`);
    };
    await tabTo('#what');
    await page.keyboard.press('ArrowDown');
    await tabTo('button.main');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineWidth')).toBe('3px');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role=status]');
    expect(await page.textContent('[role=status]')).toContain('we no longer send you');
    await tabTo('[role=status] button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role=status]:has-text("Undone")');
    expect(await page.textContent('body')).toContain('You have not stopped or limited anything so far.');
  });
});

test('what became of a choice is at the top, also where one had gone to a section first', async () => {
  await opened({ locale: 'en', viewport: { width: 390, height: 844 } }, await preferences('places'), async (page) => {
    await page.click('nav a[href="#pause"]');
    expect(Number(await page.evaluate('scrollY'))).toBeGreaterThan(0);
    await page.locator('form:has([name=do][value=pause]) button').first().click();
    await page.waitForSelector('[role=status]');
    expect(await page.evaluate('scrollY')).toBe(0);
    expect(await page.title()).toMatch(/^Done – /);
  });
});

test('it all works without scripts: unsubscribing, and the own page', async () => {
  const own = await preferences('plain');
  await opened({ locale: 'de', javaScriptEnabled: false }, unsubscribe, async (page) => {
    await page.click('button');
    expect(await page.textContent('h1')).toBe('Sie sind abgemeldet');
    await keep(page, 'unsubscribed-de');
  });
  await opened({ locale: 'de', javaScriptEnabled: false }, own, async (page) => {
    await page.fill('textarea', 'Zehn Anrufe am Tag');
    await page.click('button.stern');
    expect(await page.textContent('[role=status]')).toContain('gestoppt');
    await keep(page, 'harassment-de');
    await page.click('form:has([value=erase]) button');
    await page.click('form:has([name=sure]) button');
    expect(await page.textContent('[role=status]')).toContain('nur Ihr Nein');
    await keep(page, 'erased-de');
    await page.click('main a');
    expect(await page.textContent('h1')).toBe('Ihre Nachrichten von uns');
  });
});
