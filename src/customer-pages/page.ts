/** What the customer's pages share: the link that opens them, what they are built from, and what is shown where there is nothing to show. */
import { html } from 'hono/html';
import { isOfStore } from '../errors.ts';
import type { Caller } from '../guard-contract.ts';
import { type HttpContext, header } from '../http/body.ts';
import type { AnswerDoc, AppDeps } from '../http/endpoint.ts';
import type { LinkSubject, TokenKind } from '../identity/tokens.ts';
import { type Language, languageOf } from './language.ts';
import { createRender, type Page } from './layout.ts';
import type { Texts } from './texts/texts.ts';
import { textsOf } from './texts/texts-of.ts';

/** Who opened a page: whom its link was sent to, in the language of the browser. */
export interface Reader {
  readonly subject: LinkSubject;
  readonly token: string;
  readonly language: Language;
  readonly texts: Texts;
}

export type Shown = Omit<Page, 'language'>;

/** @returns the page that `make` gives to the reader; 404 where the link is none of ours, 503 where the store is away */
export type ServePage = (c: HttpContext, make: (reader: Reader) => Promise<Shown | Response>) => Promise<Response>;

/** The person whom a link was sent to. */
export const selfCaller: Caller = { name: 'customer', scopes: new Set() };

export const aPage = (description: string): AnswerDoc => ({ description, texts: ['text/html'] });

export const pageAnswers: Readonly<Record<number, AnswerDoc>> = {
  200: aPage('A page'),
  404: aPage('A page: the token is none of ours'),
  503: aPage('A page: the store is out of reach, try again'),
};

export const ownPageAnswers: Readonly<Record<number, AnswerDoc>> = {
  ...pageAnswers,
  403: aPage('A page: another page sent it'),
  429: aPage('A page: asked for too often'),
};

/** The pages that links of one kind open: the token of the path is the authority, there is no session. */
export function createPages(kind: TokenKind, { pages, log }: Pick<AppDeps, 'pages' | 'log'>): ServePage {
  const render = createRender(pages.brand);
  return async (c, make) => {
    const language = languageOf(header(c, 'accept-language'));
    const texts = textsOf(language);
    const token = c.req.param('token') ?? '';
    try {
      const subject = pages.tokens.open(kind, token, pages.nowMs());
      const made = subject ? await make({ subject, token, language, texts }) : sorry(404, texts.unknown);
      return made instanceof Response ? made : await render({ language, ...made });
    } catch (error) {
      const isAway = isOfStore(error);
      // What nobody expected is no reason to give up on a no: it is asked for again.
      if (!isAway) log.error({ err: error }, "a customer's page failed unexpectedly");
      return render({ language, ...sorry(isAway ? 503 : 500, texts.away), headers: { 'retry-after': '5' } });
    }
  };
}

export function sorry(status: number, { title, text }: { readonly title: string; readonly text: string }): Shown {
  return { status, title, body: html`<h1>${title}</h1><div class="sheet"><p>${text}</p></div>` };
}
