/**
 * The customer's page as it looks. Every section stands alone, every button is a form of its own: it works without scripts. Their action is the top
 * of the page, where the answer stands: without one, a browser would go back to the section that it was sent to before.
 */
import { html } from 'hono/html';
import type { LinkSubject } from '../identity/tokens.ts';
import type { PolicySet } from '../policy/types.ts';
import { channels } from '../vocabulary.ts';
import { fewerLimits, pauseDays, type Said, targetingNames } from './actions.ts';
import type { Html } from './layout.ts';
import type { Overview } from './overview.ts';
import { held, holds, inForce, sent, type View } from './records-view.ts';
import { textsOf } from './texts/texts-of.ts';
import { dayText, type Times, timeText, zoneText } from './times.ts';
import { capital, dataWords, otherLanguage, wordsOf } from './words.ts';

export interface PreferencesPage {
  readonly times: Times;
  readonly subject: LinkSubject;
  readonly overview: Overview;
  readonly set: PolicySet;
  readonly nowMs: number;
  readonly endsMs: number;
  readonly said: Said | undefined;
}

export function preferencesBody({ times, subject, overview, set, nowMs, endsMs, said }: PreferencesPage): Html {
  const texts = textsOf(times.language);
  const view: View = { times, texts, set };
  const { page } = texts;
  return html`<h1>${page.title}</h1>
${said ? saidBox(view, said) : html`<p class="lead">${page.lead}</p>`}
${stop(view, subject)}
${nav(view)}
${pause(view)}
${fewer(view)}
${inForce(view, overview)}
${sent(view, overview)}
${held(view, overview)}
${harassment(view)}
${targeting(view)}
${holds(view, overview)}
${erase(view)}
<p class="soft small">${page.zone(zoneText(times, nowMs))}</p>
<p class="soft small">${page.until(dayText(times, endsMs))}</p>`;
}

function saidBox({ times, texts }: View, { text, isDone, asksWords, undo }: Said): Html {
  const { said, harassment: words } = texts.page;
  const ticket = undo && html`<input type="hidden" name="ticket" value="${undo.ticket}">`;
  return html`<div class="${isDone ? 'said' : 'said bad'}" role="status"><h2>${isDone ? said.title : said.notTitle}</h2>
<p>${text}</p>
${
  asksWords
    ? html`<form method="post" action="#top"><input type="hidden" name="do" value="harassment">${ticket}
<label for="words">${words.ask}</label><textarea id="words" name="text" rows="3" maxlength="2000" required></textarea><button>${words.send}</button></form>`
    : ''
}
${
  undo
    ? html`<form method="post" action="#top"><input type="hidden" name="do" value="undo">${ticket}
<button>${said.undo}</button><p class="small soft after">${said.undoUntil(timeText(times, undo.untilMs))}</p></form>`
    : ''
}</div>`;
}

function nav({ texts: { page } }: View): Html {
  const { pause, fewer, sent, harassment, holds, erase } = page;
  const places = Object.entries({ pause, fewer, sent, harassment, holds, erase });
  return html`<nav aria-label="${page.nav}">${places.map(([id, { short }]) => html`<a href="#${id}">${short}</a> `)}</nav>`;
}

/** What the message that brought the reader was about is chosen already, where it can be stopped. */
function stop({ times: { language }, texts, set }: View, subject: LinkSubject): Html {
  const { stop: words } = texts.page;
  const named = [...set.purposes.values()].filter((one) => one.class !== 'critical');
  const came = named.find(({ name }) => name === subject.purpose);
  const option = (value: string, text: string, chosen: string, other?: string) =>
    html`<option value="${value}"${other === undefined ? '' : html` lang="${other}"`}${value === chosen ? html` selected` : ''}>${text}</option>`;
  const what = came?.name ?? 'marketing';
  const where = came ? subject.channel : '*';
  return html`<section aria-labelledby="stop"><h2 id="stop">${words.title}</h2>
${came ? html`<p>${words.message(texts.quoted(wordsOf(language, came)), texts.by[subject.channel])}</p>` : ''}
<form method="post" action="#top"><input type="hidden" name="do" value="stop">
<label for="what">${words.what}</label><select id="what" name="what">
${option('marketing', capital(texts.what.marketing), what)}${option('all', capital(texts.what.allButCritical), what)}
${named.map((one) => option(one.name, wordsOf(language, one), what, otherLanguage(language, one.describesIn)))}</select>
<label for="where">${words.where}</label><select id="where" name="channel">${option('*', words.anywhere, where)}
${channels.map((one) => option(one, words.channels[one], where))}</select>
<button class="main">${words.button}</button></form>
<form method="post" action="#top"><input type="hidden" name="do" value="stop"><input type="hidden" name="what" value="marketing"><input type="hidden" name="channel" value="*">
<button>${words.all}</button></form><p class="soft small after">${words.kept}</p></section>`;
}

function pause({ texts }: View): Html {
  const { pause: words } = texts.page;
  return html`<section aria-labelledby="pause"><h2 id="pause">${words.title}</h2><p>${words.text}</p>
<form method="post" action="#top" class="buttons"><input type="hidden" name="do" value="pause">
${pauseDays.map((days) => html`<button name="days" value="${days}">${words.button(days)}</button>`)}</form></section>`;
}

function fewer({ texts }: View): Html {
  const { fewer: words } = texts.page;
  return html`<section aria-labelledby="fewer"><h2 id="fewer">${words.title}</h2><p id="most">${words.text}</p>
<form method="post" action="#top" class="buttons"><input type="hidden" name="do" value="fewer">
${fewerLimits.map((limit) => html`<button name="limit" value="${limit}" aria-label="${words.label(limit)}" aria-describedby="most">${limit}</button>`)}</form></section>`;
}

function targeting({ texts, set }: View): Html {
  const { targeting: words } = texts.page;
  return html`<section aria-labelledby="data"><h2 id="data">${words.title}</h2>
<form method="post" action="#top"><input type="hidden" name="do" value="targeting"><label for="not">${words.what}</label>
<select id="not" name="data">${targetingNames(set).map((one) => html`<option value="${one}">${one === '*' ? texts.data['*'] : dataWords(texts, one)}</option>`)}</select>
<p class="soft small after">${words.text}</p><button>${words.button}</button></form></section>`;
}

function harassment({ texts }: View): Html {
  const { harassment: words } = texts.page;
  return html`<section aria-labelledby="harassment"><h2 id="harassment">${words.title}</h2><p>${words.text}</p>
<form method="post" action="#top"><input type="hidden" name="do" value="harassment"><label for="text">${words.words}</label>
<textarea id="text" name="text" rows="3" maxlength="2000"></textarea><button class="stern">${words.button}</button></form></section>`;
}

function erase({ texts }: View): Html {
  const { erase: words } = texts.page;
  return html`<section aria-labelledby="erase"><h2 id="erase">${words.title}</h2><p>${words.text}</p>
<form method="post" action="#top"><input type="hidden" name="do" value="erase"><button class="stern">${words.button}</button></form></section>`;
}
