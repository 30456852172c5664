/** What every page for customers is put into: one document without scripts, style and logo inside, nothing from anywhere else. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { html, raw } from 'hono/html';
import type { Brand } from '../brand.ts';
import type { Language } from './language.ts';
import { textsOf } from './texts/texts-of.ts';

export type Html = ReturnType<typeof html>;

export interface Page {
  readonly language: Language;
  readonly title: string;
  readonly body: Html;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Render = (page: Page) => Promise<Response>;

const sheet = readFileSync(join(import.meta.dirname, 'page.css'), 'utf8');

/** Whom to ask. */
function footer({ supportUrl }: Brand, language: Language): Html | string {
  return supportUrl === undefined ? '' : html`<footer><a href="${supportUrl}">${textsOf(language).help}</a></footer>`;
}

export function createRender(brand: Brand): Render {
  const style = `:root{--brand:${brand.color}}\n${sheet}`;
  const styleHash = createHash('sha256').update(style).digest('base64');
  const same: Readonly<Record<string, string>> = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': [
      "default-src 'none'",
      `style-src 'sha256-${styleHash}'`,
      'img-src data:',
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex, nofollow',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    vary: 'Accept-Language',
  };
  const logo = brand.logo && html`<img src="${brand.logo}" alt="">`;
  const top = brand.name || brand.logo ? html`<div>${logo}<span>${brand.name}</span></div>` : '';

  return async ({ language, title, body, status = 200, headers }) => {
    const text = await html`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><link rel="icon" href="data:,">
<title>${brand.name ? `${title} – ${brand.name}` : title}</title>
<style>${raw(style)}</style></head>
<body><header class="top">${top}</header>
<main>${body}</main>
${footer(brand, language)}</body>
</html>
`;
    return new Response(String(text), { status, headers: { ...same, 'content-language': language, ...headers } });
  };
}
