/** What the customer's pages share: who asks, what they are built from, and what is shown where there is nothing to show. */
import { html } from 'hono/html';
import type { Brand } from '../brand.ts';
import { Problem, StoreUnavailable } from '../errors.ts';
import type { Caller } from '../guard-contract.ts';
import { type HttpContext, header } from '../http/body.ts';
import type { AnswerDoc, AppDeps } from '../http/endpoint.ts';
import type { LinkTokens } from '../identity/tokens.ts';
import type { PolicySet } from '../policy/types.ts';
import { type Language, languageOf } from './language.ts';
import type { Page, Render } from './layout.ts';
import { textsOf } from './texts/texts.ts';

export interface PageDeps {
  readonly tokens: LinkTokens;
  readonly brand: Brand;
  readonly policies: () => PolicySet;
  /** Seals what an undo may take back: 16 bytes, base64url. */
  readonly undoKey: string;
  /** Where the pages are reached, without a slash at its end. */
  readonly publicUrl: string | undefined;
  readonly nowMs: () => number;
}

/** The person whom a link was sent to. */
export const selfCaller: Caller = { name: 'customer', scopes: new Set() };

const aPage = (description: string): AnswerDoc => ({ description, texts: ['text/html'] });

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

/** Runs `make` in the reader's language. @returns its page; 404 where it has none, 503 where the store is away */
export async function page(
  c: HttpContext,
  { log }: Pick<AppDeps, 'log'>,
  render: Render,
  make: (language: Language) => Promise<Omit<Page, 'language'> | Response | undefined>,
): Promise<Response> {
  const language = languageOf(header(c, 'accept-language'));
  const { unknown, away } = textsOf(language);
  try {
    const made = await make(language);
    if (made instanceof Response) return made;
    return await render({ language, ...(made ?? sorry(404, unknown)) });
  } catch (error) {
    const isAway =
      error instanceof StoreUnavailable || (error instanceof Problem && error.code === 'store-unavailable');
    // What nobody expected is no reason to give up on a no: it is asked for again.
    if (!isAway) log.error({ err: error }, "a customer's page failed unexpectedly");
    const status = isAway ? 503 : 500;
    return render({ language, ...sorry(status, away), headers: { 'retry-after': '5' } });
  }
}

export function sorry(
  status: number,
  { title, text }: { readonly title: string; readonly text: string },
): Omit<Page, 'language'> {
  return { status, title, body: html`<h1>${title}</h1><div class="sheet"><p>${text}</p></div>` };
}
