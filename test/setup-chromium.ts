/** Runs once before all tests: installs, where need be and it may, the browser that looks at the customer's pages. */
import { installChromium } from './support/chromium.ts';

export function setup(): void {
  installChromium();
}
