/**
 * "Erase me" on the customer's own page: asked once more on a page of its own, since nothing brings it back. Whoever wants to be erased rarely wants
 * to be written to: the page offers to stop everything first, so that this no is kept (hashed) when the rest goes.
 */
import { html } from 'hono/html';
import { type ActionContext, act } from './actions.ts';
import { overviewOf } from './overview.ts';
import { type Shown, selfCaller, sorry } from './page.ts';
import { textsOf } from './texts/texts-of.ts';
import { whenText } from './times.ts';

/** Asks, and erases where the form says that it was asked. */
export async function erasePage(context: ActionContext): Promise<Shown> {
  if (context.form.get('sure') !== 'yes') return ask(context);
  const { guard, pages, subject, times, form } = context;
  const { page } = textsOf(times.language);
  // The no goes first: it must be said while it is known whom it binds.
  if (form.get('stop') === 'all') {
    const stopped = await act({ ...context, form: new URLSearchParams({ do: 'stop', what: 'all', channel: '*' }) });
    // Erased without it, nobody would know any more whose no it was.
    if (!stopped.isDone) return sorry(422, { title: page.said.notTitle, text: stopped.text });
  }
  await guard.erase(subject.customerId, selfCaller);
  const { suppressions } = await overviewOf(guard, subject);
  const from = whenText(times, pages.nowMs());
  const text = suppressions.length > 0 ? page.said.erased(from) : page.said.erasedAll(from);
  const { done, toPage } = page.erase;
  return {
    title: done,
    body: html`<h1>${done}</h1><div class="said" role="status"><p>${text}</p></div><p><a href="">${toPage}</a></p>`,
  };
}

function ask({ times }: ActionContext): Shown {
  const { erase: words } = textsOf(times.language).page;
  return {
    title: words.askTitle,
    body: html`<h1>${words.askTitle}</h1><div class="sheet"><p class="lead">${words.ask}</p>
<ul><li>${words.goes}</li><li>${words.stays}</li></ul>
<form method="post" action="#top"><input type="hidden" name="do" value="erase"><input type="hidden" name="sure" value="yes">
<label class="check"><input type="checkbox" name="stop" value="all" checked><span>${words.alsoStop}</span></label>
<button class="stern">${words.sure}</button></form><p class="after"><a href="">${words.back}</a></p></div>`,
  };
}
