/** The browser that the customer's pages are looked at with: the system's own Chromium, driven by playwright-core, which brings none. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { canInstall, installFromDebian } from './debian.ts';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

function findChromium(): string | undefined {
  return process.env['CHROMIUM_PATH'] ?? places.find((path) => existsSync(path));
}

/** Once before all tests: two that install at the same time would meet at the lock. */
export function installChromium(): void {
  if (findChromium() === undefined && canInstall()) installFromDebian('chromium');
}

/** @throws Error that says how to get one: without a browser nobody has seen the pages, and no test may say that they are fine */
export function startChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new Error('no Chromium on this machine: apt-get install chromium, or name one with CHROMIUM_PATH');
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}
