/** /openapi.json, and /docs: the reference for people, Swagger UI from npm served by ourselves, with no outside host. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
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
  "style-src 'self'",
  // The icons of its style sheet.
  "img-src 'self' data:",
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

const openApiSchema = z.looseObject({ openapi: z.string() }).meta({ id: 'OpenApi' });

/** `all` names every endpoint, these included. */
export function docEndpoints({ version, log }: AppDeps, all: () => readonly Endpoint[]): readonly Endpoint[] {
  let document: Record<string, unknown> | undefined;
  const openApi = () => (document ??= openApiDocument(all(), version));
  const files = lazily(loadReference);

  return [
    {
      method: 'GET',
      path: '/openapi.json',
      scopes: 'open',
      doc: {
        operationId: 'getOpenApi',
        summary: 'This document',
        answers: { 200: { description: 'OpenAPI 3.1', schema: openApiSchema } },
      },
      handle: () => json(openApi()),
    },
    {
      method: 'GET',
      path: '/docs',
      scopes: 'open',
      doc: {
        operationId: 'getDocs',
        summary: 'This document for people',
        answers: { 200: { description: 'A page', texts: ['text/html'] } },
      },
      async handle() {
        const found = await files().catch((error: unknown) => {
          log.debug({ err: error }, 'the reference is not installed: /docs is a plain list');
          return undefined;
        });
        return new Response(found ? referencePage : plainPage(all()), { headers: pageHeaders });
      },
    },
    {
      method: 'GET',
      path: '/docs/{file}',
      scopes: 'open',
      doc: {
        operationId: 'getDocsFile',
        summary: 'Scripts and style sheets of the page',
        answers: { 200: { description: 'A file', texts: ['text/javascript', 'text/css'] } },
        problems: [404],
      },
      async handle(c) {
        const found = await files().catch(() => undefined);
        const file = found?.get(c.req.param('file') ?? '');
        if (file === undefined) throw new Problem('not-found', 'There is no such file.');
        return fileResponse(c, file);
      },
    },
  ];
}

interface PageFile {
  readonly type: string;
  readonly plain: Buffer<ArrayBuffer>;
  readonly zipped: Buffer<ArrayBuffer>;
}

const types = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8' } as const;

/** Swagger UI's two files out of its package, and ours beside this one: what starts it, and how it looks here. */
async function loadReference(): Promise<ReadonlyMap<string, PageFile>> {
  const swagger = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const paths = [
    join(swagger, 'swagger-ui-bundle.js'),
    join(swagger, 'swagger-ui.css'),
    join(import.meta.dirname, '../docs-page/start.js'),
    join(import.meta.dirname, '../docs-page/page.css'),
  ];
  return new Map(await Promise.all(paths.map(async (path) => [basename(path), await loadFile(path)] as const)));
}

async function loadFile(path: string): Promise<PageFile> {
  const plain = await readFile(path);
  return { type: path.endsWith('.css') ? types.css : types.js, plain, zipped: await promisify(gzip)(plain) };
}

function fileResponse(c: HttpContext, { type, plain, zipped }: PageFile): Response {
  const headers = {
    'content-type': type,
    'x-content-type-options': 'nosniff',
    'cache-control': 'public, max-age=3600',
    vary: 'Accept-Encoding',
  };
  const takesGzip = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/i.test(header(c, 'accept-encoding') ?? '');
  if (!takesGzip) return new Response(plain, { headers });
  return new Response(zipped, { headers: { ...headers, 'content-encoding': 'gzip' } });
}

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

const head = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>contact-guard</title>`;

const referencePage = `${head}
<link rel="icon" href="data:,"><link rel="stylesheet" href="/docs/swagger-ui.css"><link rel="stylesheet" href="/docs/page.css"></head>
<body><div id="reference"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body>
</html>
`;

/** For installations without the reference. */
function plainPage(all: readonly Endpoint[]): string {
  const rows = all.map(
    ({ method, path, scopes, doc }) =>
      `<tr><td><code>${method} ${path}</code></td><td>${doc.summary}</td><td>${scopes === 'open' ? '' : scopes.join(', ')}</td></tr>`,
  );
  return `${head}</head>
<body><h1>contact-guard</h1><p>Schemas: <a href="/openapi.json">openapi.json</a></p>
<table><tr><th>Operation</th><th></th><th>Scope</th></tr>
${rows.join('\n')}
</table></body>
</html>
`;
}
