/**
 * /unsubscribe/{token} (contract 3, RFC 8058): a page that asks and changes nothing, and the POST that unsubscribes. The token is the authority:
 * neither the body nor a cookie nor where the request came from is asked. What was refused is the same the tenth time, and so is the answer.
 */
import { html } from 'hono/html';
import type { RefusalInput } from '../guard-contract.ts';
import { type HttpContext, header, maxRequestBytes, readBody } from '../http/body.ts';
import type { AppDeps, Endpoint } from '../http/endpoint.ts';
import type { LinkSubject } from '../identity/tokens.ts';
import { addressKindOf, type PurposeScope, scopeCovers } from '../vocabulary.ts';
import type { Html } from './layout.ts';
import { createPages, pageAnswers, type Reader, selfCaller } from './page.ts';
import type { PageDeps } from './page-deps.ts';
import { scopeWords, wordsOf } from './words.ts';

/** Tells the page's own form from a mail program's button: both count the same. */
const fromPage = 'from=page';

export function unsubscribeEndpoints(deps: AppDeps): readonly Endpoint[] {
  const { guard, pages } = deps;
  const page = createPages('unsubscribe', deps);

  return [
    {
      method: 'GET',
      path: '/unsubscribe/{token}',
      scopes: 'open',
      doc: {
        operationId: 'askToUnsubscribe',
        summary: 'A page that asks whether to unsubscribe',
        description: 'Changes nothing: mail scanners follow links.',
        answers: pageAnswers,
      },
      handle: (c) => page(c, async (reader) => ({ title: reader.texts.unsubscribe.title, body: ask(reader, pages) })),
    },
    {
      method: 'POST',
      path: '/unsubscribe/{token}',
      scopes: 'open',
      doc: {
        operationId: 'unsubscribe',
        summary: 'Unsubscribes with one click (RFC 8058)',
        description:
          'Whatever the body: the token is the authority. No cookie, no redirect, the same answer each time.',
        answers: pageAnswers,
      },
      handle: (c) =>
        page(c, async (reader) => {
          const isFromPage = await saysFromPage(c);
          const { suppressions } = await guard.refuse(refusalOf(reader.subject, pages, isFromPage), selfCaller);
          return { title: reader.texts.unsubscribe.done, body: done(reader, pages, suppressions) };
        }),
    },
  ];
}

/** What the body says beside that decides nothing: one that is too long, too slow or gone stops nobody. */
async function saysFromPage(c: HttpContext): Promise<boolean> {
  const body = await readBody(c, maxRequestBytes).catch(() => undefined);
  return body?.toString() === fromPage && (header(c, 'content-type') ?? '').includes('urlencoded');
}

function refusalOf(
  { customerId, channel, purpose, address, keys, contactId }: LinkSubject,
  { policies }: PageDeps,
  isFromPage: boolean,
): RefusalInput {
  const isCritical = policies().purposes.get(purpose)?.class === 'critical';
  return {
    customerId,
    channel,
    keys,
    contactId: contactId ?? undefined,
    signal: 'unsubscribe',
    source: isFromPage ? 'unsubscribe-page' : 'one-click',
    answers: {
      address: address && { kind: addressKindOf(channel), hash: address },
      // Codes and recalls are not refused with a click: their link stops the rest.
      purpose: isCritical ? undefined : purpose,
    },
  };
}

function ask(
  { language, subject: { channel, purpose }, texts: { unsubscribe: texts, by } }: Reader,
  { policies }: PageDeps,
): Html {
  const words = wordsOf(language, policies().purposes.get(purpose));
  return html`<h1>${texts.title}</h1>
<div class="sheet"><p class="lead">${texts.ask(by[channel])}</p>
${words ? html`<p class="soft">${texts.messageWas(words)}</p>` : ''}
<form method="post"><input type="hidden" name="from" value="page"><button class="main">${texts.button}</button></form></div>`;
}

function done(
  { language, subject: { channel }, texts: { unsubscribe: texts, by } }: Reader,
  { policies }: PageDeps,
  suppressions: readonly object[],
): Html {
  const made = suppressions as readonly PurposeScope[];
  const register = policies().purposes;
  const covered = [...register.values()].filter(
    ({ name, class: of }) => of !== 'critical' && made.some((one) => scopeCovers(one, name, register)),
  );
  const list = html`<ul>${covered.map((one) => html`<li>${wordsOf(language, one)}</li>`)}</ul>`;
  const scope = scopeWords(language, made, policies());
  return html`<h1>${texts.done}</h1>
<div class="sheet"><p class="lead">${texts.noMore(by[channel])}${scope.isPhrase ? html` <strong>${scope.words}</strong>` : ''}</p>
<p>${texts.fromNow}</p>${scope.isPhrase ? html`<details><summary>${texts.covers}</summary>${list}</details>` : list}</div>`;
}
