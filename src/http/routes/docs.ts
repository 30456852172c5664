/** /openapi.json, and /docs: the reference for people, Scalar from npm served by ourselves, with no outside host. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { z } from 'zod';
import { Problem } from '../../errors.ts';
import type { HttpContext } from '../body.ts';
import { header } from '../body.ts';
import type { AppDeps, Endpoint } from '../endpoint.ts';
import { json } from '../endpoint.ts';
import { openApiDocument } from '../openapi.ts';

const securityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  // Scalar sets styles from its script.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': securityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};
const scriptHeaders = { 'content-type': 'text/javascript; charset=utf-8', 'x-content-type-options': 'nosniff' };

/** Everything that would ask another host is off: fonts, proxy, telemetry, the assistant, the hosted client. */
const startScript = `Scalar.createApiReference('#reference', {
  url: '/openapi.json',
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  persistAuth: false,
  proxyUrl: '',
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: 'never',
});
`;

const openApiSchema = z.looseObject({ openapi: z.string() }).meta({ id: 'OpenApi' });

/** `all` names every endpoint, these included. */
export function docEndpoints({ version, log }: AppDeps, all: () => readonly Endpoint[]): readonly Endpoint[] {
  let document: Record<string, unknown> | undefined;
  const openApi = () => (document ??= openApiDocument(all(), version));
  const scalar = lazily(loadScalar);

  return [
    {
      method: 'GET',
      path: '/openapi.json',
      scopes: 'open',
      doc: { summary: 'This document', answers: { 200: { description: 'OpenAPI 3.1', schema: openApiSchema } } },
      handle: () => json(openApi()),
    },
    {
      method: 'GET',
      path: '/docs',
      scopes: 'open',
      doc: {
        summary: 'This document for people',
        answers: { 200: { description: 'A page', content: { 'text/html': 'text' } } },
      },
      async handle() {
        const found = await scalar().catch((error: unknown) => {
          log.debug({ err: error }, 'the reference is not installed: /docs is a plain list');
          return undefined;
        });
        return new Response(found ? referencePage : plainPage(all()), { headers: pageHeaders });
      },
    },
    {
      method: 'GET',
      path: '/docs/{script}',
      scopes: 'open',
      doc: {
        summary: 'The scripts of the page',
        answers: { 200: { description: 'A script', content: { 'text/javascript': 'text' } } },
        problems: [404],
      },
      async handle(c) {
        const name = c.req.param('script');
        if (name === 'start.js') return new Response(startScript, { headers: scriptHeaders });
        const script = name === 'scalar.js' ? await scalar().catch(() => undefined) : undefined;
        if (script === undefined) throw new Problem('not-found', 'There is no such script.');
        return scriptResponse(c, script);
      },
    },
  ];
}

interface Script {
  readonly plain: Buffer<ArrayBuffer>;
  readonly zipped: Buffer<ArrayBuffer>;
}

async function loadScalar(): Promise<Script> {
  const entry = createRequire(import.meta.url).resolve('@scalar/api-reference');
  const packageFolder = entry.slice(
    0,
    entry.lastIndexOf(join('@scalar', 'api-reference')) + join('@scalar', 'api-reference').length,
  );
  const plain = await readFile(join(packageFolder, 'dist', 'browser', 'standalone.js'));
  return { plain, zipped: await promisify(gzip)(plain) };
}

function scriptResponse(c: HttpContext, { plain, zipped }: Script): Response {
  const headers = { ...scriptHeaders, 'cache-control': 'public, max-age=3600', vary: 'Accept-Encoding' };
  const takesGzip = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/i.test(header(c, 'accept-encoding') ?? '');
  if (!takesGzip) return new Response(plain, { headers });
  return new Response(zipped, { headers: { ...headers, 'content-encoding': 'gzip' } });
}

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

const referencePage = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>contact-guard</title></head>
<body><div id="reference"></div><script src="/docs/scalar.js"></script><script src="/docs/start.js"></script></body>
</html>
`;

/** For installations without the reference. */
function plainPage(all: readonly Endpoint[]): string {
  const rows = all.map(
    ({ method, path, scopes, doc }) =>
      `<tr><td><code>${method} ${path}</code></td><td>${doc.summary}</td><td>${scopes === 'open' ? '' : scopes.join(', ')}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>contact-guard</title></head>
<body><h1>contact-guard</h1><p>Schemas: <a href="/openapi.json">openapi.json</a></p>
<table><tr><th>Operation</th><th></th><th>Scope</th></tr>
${rows.join('\n')}
</table></body>
</html>
`;
}
