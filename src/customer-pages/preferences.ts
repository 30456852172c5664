/**
 * /preferences/{token} (contract 3): the customer's own page. The token in the path is the authority, there is no session; what changes something
 * is a POST from the page itself. It can only tighten.
 */
import { z } from 'zod';
import type { HttpContext } from '../http/body.ts';
import { header, maxRequestBytes, readBody } from '../http/body.ts';
import type { AppDeps, Endpoint } from '../http/endpoint.ts';
import { preferencesMs } from '../identity/tokens.ts';
import { act, type Said } from './actions.ts';
import { createOnce } from './doubles.ts';
import { erasePage } from './erase.ts';
import { createTokenLimit } from './limit.ts';
import { overviewOf } from './overview.ts';
import { aPage, createPages, ownPageAnswers, type Reader, type ServePage, sorry } from './page.ts';
import { preferencesBody } from './preferences-view.ts';
import { zoneOf } from './times.ts';

export function preferencesEndpoints(deps: AppDeps): readonly Endpoint[] {
  const { guard, pages } = deps;
  const page = createPages('preferences', deps);
  const isWithin = createTokenLimit();
  const once = createOnce();
  const ownPage: ServePage = (c, make) =>
    page(c, async (reader) =>
      isWithin(reader.token, pages.nowMs())
        ? make(reader)
        : { ...sorry(429, reader.texts.tooOften), headers: { 'retry-after': '60' } },
    );

  const show = async ({ subject, language, texts }: Reader, said?: Said, before?: string) => {
    const overview = await overviewOf(guard, subject, before);
    const nowMs = pages.nowMs();
    const body = preferencesBody({
      times: { language, zone: zoneOf(subject, overview, nowMs) },
      subject,
      overview,
      set: pages.policies(),
      nowMs,
      endsMs: subject.madeMs + preferencesMs,
      said,
    });
    // Read aloud first: what became of the choice.
    const became = said && (said.isDone ? texts.page.said.title : texts.page.said.notTitle);
    return { status: said?.isUnclear ? 422 : 200, title: [became, texts.page.title].filter(Boolean).join(' – '), body };
  };

  /** What is said after a choice tells the time as the page does, before an erasure takes away by what. */
  const timesOf = async ({ subject, language }: Reader) => {
    const zone = subject.timeZone ?? zoneOf(subject, await overviewOf(guard, subject), pages.nowMs());
    return { language, zone };
  };

  return [
    {
      method: 'GET',
      path: '/preferences/{token}',
      scopes: 'open',
      doc: {
        operationId: 'getPreferences',
        summary: "The customer's own page",
        description: 'Who sent what and why, what was held back, and what may come from now on. Works without scripts.',
        query: z.strictObject({
          before: z
            .string()
            .optional()
            .describe('Of what was held back only the older ones: a link of the page says it'),
        }),
        answers: ownPageAnswers,
      },
      handle: (c) => ownPage(c, (reader) => show(reader, undefined, c.req.query('before'))),
    },
    {
      method: 'POST',
      path: '/preferences/{token}',
      scopes: 'open',
      doc: {
        operationId: 'setPreferences',
        summary: 'What the customer chooses on the own page',
        description: 'A form of that page. It can only tighten, and for ten minutes take back what it just did.',
        answers: { ...ownPageAnswers, 422: aPage('A page: no form of it says that, and nothing was changed') },
      },
      handle: (c) =>
        ownPage(c, async (reader) => {
          if (!isFromHere(c, pages.publicUrl)) return sorry(403, reader.texts.elsewhere);
          const body = await readBody(c, maxRequestBytes).catch(() => Buffer.alloc(0));
          const form = new URLSearchParams(body.toString());
          const { subject } = reader;
          if (form.get('do') === 'download') return download(await guard.exportCustomer(subject.customerId));
          const contextOf = async () => ({ guard, pages, subject, times: await timesOf(reader), form });
          if (form.get('do') === 'erase') return erasePage(await contextOf());
          return show(reader, await once(reader.token, body, pages.nowMs(), async () => act(await contextOf())));
        }),
    },
  ];
}

/** A page elsewhere that knew the link could send its form: browsers say where it came from. `null` is what our own no-referrer makes of it. */
function isFromHere(c: HttpContext, publicUrl: string | undefined): boolean {
  const site = header(c, 'sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const origin = header(c, 'origin');
  if (origin === undefined || origin === 'null') return true;
  const host = header(c, 'host');
  const own = publicUrl === undefined ? undefined : new URL(publicUrl).origin;
  return origin === own || (URL.canParse(origin) && new URL(origin).host === host);
}

function download(data: object): Response {
  return new Response(`${JSON.stringify(data, null, 2)}\n`, {
    headers: {
      'content-type': 'application/json',
      'content-disposition': 'attachment; filename="my-data.json"',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
