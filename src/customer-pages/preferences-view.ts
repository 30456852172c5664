/** The customer's page as it looks. Every section stands alone, every button is a form of its own: it works without scripts. */
import { html } from 'hono/html';
import type { LinkSubject } from '../identity/tokens.ts';
import type { PolicySet, Rule } from '../policy/types.ts';
import { channels } from '../vocabulary.ts';
import { fewerLimits, pauseDays, type Said, targetingNames } from './actions.ts';
import type { Language } from './language.ts';
import type { Html } from './layout.ts';
import type { HeldBack, Overview, ShownSuppression } from './overview.ts';
import { type Texts, textsOf } from './texts/texts.ts';
import { scopeWords, spoken, whenText, wordsOf } from './words.ts';

interface View {
  readonly language: Language;
  readonly texts: Texts;
  readonly set: PolicySet;
}

export interface PreferencesPage {
  readonly language: Language;
  readonly subject: LinkSubject;
  readonly overview: Overview;
  readonly set: PolicySet;
  readonly endsMs: number;
  readonly said: Said | undefined;
}

export function preferencesBody({ language, overview, set, endsMs, said }: PreferencesPage): Html {
  const texts = textsOf(language);
  const view: View = { language, texts, set };
  const { page } = texts;
  return html`<h1>${page.title}</h1>
${said ? saidBox(view, said) : html`<p class="lead">${page.lead}</p>`}
${inForce(view, overview)}
${stop(view)}
${pause(view)}
${fewer(view)}
${sent(view, overview)}
${held(view, overview)}
${holds(view, overview)}
${targeting(view)}
${harassment(view)}
${erase(view)}
<p class="soft small">${page.until(whenText(language, endsMs))}</p>`;
}

function saidBox({ language, texts }: View, { text, isDone, undo }: Said): Html {
  const { said } = texts.page;
  return html`<div class="${isDone ? 'said' : 'said bad'}" role="status"><h2>${isDone ? said.title : said.notTitle}</h2>
<p>${text}</p>
${
  undo
    ? html`<form method="post"><input type="hidden" name="do" value="undo"><input type="hidden" name="ticket" value="${undo.ticket}">
<p class="small soft">${said.undoUntil(whenText(language, undo.untilMs))}</p><button>${said.undo}</button></form>`
    : ''
}</div>`;
}

/** One row for what was said at once. */
function inForce({ language, texts, set }: View, { suppressions }: Overview): Html {
  const { stops, stop: words } = texts.page;
  const groups = new Map<string, ShownSuppression[]>();
  for (const one of suppressions) {
    const key = [one.refusalId ?? one.suppressionId, one.channel, one.targeting.join()].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const rows = [...groups.values()].map((group) => {
    const [first] = group as [ShownSuppression];
    const { channel, targeting: data, since, expiresAt, origin, atMost } = first;
    const where =
      channel === '*' ? words.anywhere : (words.channels[channel as keyof typeof words.channels] ?? channel);
    const what = scopeWords(
      language,
      group.map(({ purpose }) => purpose),
      set,
    );
    const shown = [
      atMost ? stops.fewer(atMost.limit, atMost.days) : '',
      where,
      data.length > 0 ? stops.onlyData(data.map((one) => texts.data[one] ?? one).join(', ')) : '',
      stops.since(whenText(language, since)),
      expiresAt === null ? '' : stops.ends(whenText(language, expiresAt)),
      origin === 'operator' ? stops.byUs : '',
    ];
    return html`<li><strong>${capital(what.join('; '))}</strong><span class="soft small">${shown.filter(Boolean).join(' · ')}</span></li>`;
  });
  const body = rows.length === 0 ? html`<p>${stops.none}</p>` : html`<p>${stops.text}</p><ul class="rows">${rows}</ul>`;
  return html`<section aria-labelledby="now"><h2 id="now">${stops.title}</h2>${body}</section>`;
}

function stop({ language, texts, set }: View): Html {
  const { stop: words } = texts.page;
  const named = [...set.purposes.values()].filter((one) => one.class !== 'critical');
  return html`<section aria-labelledby="stop"><h2 id="stop">${words.title}</h2>
<form method="post"><input type="hidden" name="do" value="stop">
<label for="what">${words.what}</label><select id="what" name="what">
<option value="marketing">${capital(texts.what.marketing)}</option><option value="all">${capital(texts.what.allButCritical)}</option>
${named.map((one) => html`<option value="${one.name}">${wordsOf(language, one)}</option>`)}</select>
<label for="where">${words.where}</label><select id="where" name="channel"><option value="*">${words.anywhere}</option>
${channels.map((one) => html`<option value="${one}">${words.channels[one]}</option>`)}</select>
<button class="main">${words.button}</button></form><p class="soft small after">${words.kept}</p></section>`;
}

function pause({ texts }: View): Html {
  const { pause: words } = texts.page;
  return html`<section aria-labelledby="pause"><h2 id="pause">${words.title}</h2><p>${words.text}</p>
<form method="post" class="buttons"><input type="hidden" name="do" value="pause">
${pauseDays.map((days) => html`<button name="days" value="${days}">${words.button(days)}</button>`)}</form></section>`;
}

function fewer({ texts }: View): Html {
  const { fewer: words } = texts.page;
  return html`<section aria-labelledby="fewer"><h2 id="fewer">${words.title}</h2><p>${words.text}</p>
<form method="post" class="buttons"><input type="hidden" name="do" value="fewer">
${fewerLimits.map((limit) => html`<button name="limit" value="${limit}">${words.button(limit)}</button>`)}</form></section>`;
}

const shownAtFirst = 5;

/** The first few, and the rest behind a fold. */
function rowsOf(rows: readonly Html[], more: (count: number) => string): Html {
  const rest = rows.slice(shownAtFirst);
  return html`<ul class="rows">${rows.slice(0, shownAtFirst)}</ul>${
    rest.length > 0 ? html`<details><summary>${more(rest.length)}</summary><ul class="rows">${rest}</ul></details>` : ''
  }`;
}

function sent({ language, texts, set }: View, { contacts }: Overview): Html {
  const { sent: words, stop: names } = texts.page;
  const rows = contacts.map(({ at, channel, purpose, caller, direction }) => {
    const why = direction === 'inbound' ? words.incoming : wordsOf(language, set.purposes.get(purpose)) || purpose;
    return html`<li><strong>${why}</strong><span class="soft small"><time datetime="${at}">${whenText(language, at)}</time> · ${names.channels[channel]} · ${caller}</span></li>`;
  });
  const body = rows.length === 0 ? html`<p>${words.none}</p>` : rowsOf(rows, words.more);
  return html`<section aria-labelledby="sent"><h2 id="sent">${words.title}</h2>${body}</section>`;
}

function held(view: View, { held: list }: Overview): Html {
  const { language, texts, set } = view;
  const { held: words, stop: names } = texts.page;
  const rows = list.map(({ at, channel, purpose, reasons }) => {
    const why = [...new Set(reasons.map((one) => whyOf(view, one)))];
    const what = wordsOf(language, set.purposes.get(purpose)) || purpose;
    return html`<li><strong>${what}</strong><span class="soft small"><time datetime="${at}">${whenText(language, at)}</time> · ${names.channels[channel as keyof typeof names.channels] ?? channel}</span>
${why.map((one) => html`<br>${typeof one === 'string' ? one : spoken(language, one.because, one.becauseIn)}`)}</li>`;
  });
  const body = rows.length === 0 ? html`<p>${words.none}</p>` : html`<p>${words.text}</p>${rowsOf(rows, words.more)}`;
  return html`<section aria-labelledby="held"><h2 id="held">${words.title}</h2>${body}</section>`;
}

/** The rule's own `because`, without the advice for senders that follows it in an answer. */
function whyOf({ texts, set }: View, { code, policy, rule }: HeldBack['reasons'][number]): Rule | string {
  const { held: words } = texts.page;
  if (code === 'suppressed') return words.yourNo;
  if (code === 'store-unavailable') return words.noRecords;
  return set.rules.find((one) => one.policy === policy && one.id === rule) ?? words.other;
}

function holds({ language, texts, set }: View, { contacts, events, consents }: Overview): Html {
  const { holds: words, stop: names } = texts.page;
  const rows = consents.map(({ consentId, channel, purpose, level, at }) => {
    const where =
      channel === '*' ? names.anywhere : (names.channels[channel as keyof typeof names.channels] ?? channel);
    const what = capital(scopeWords(language, [purpose], set).join('; '));
    return html`<li><strong>${what}</strong><span class="soft small">${where} · ${words.level[level] ?? level} · <time datetime="${at}">${whenText(language, at)}</time></span>
${
  level === 'withdrawn'
    ? ''
    : html`<form method="post"><input type="hidden" name="do" value="withdraw"><input type="hidden" name="consent" value="${consentId}"><button aria-label="${`${words.withdraw}: ${what}`}">${words.withdraw}</button></form>`
}</li>`;
  });
  return html`<section aria-labelledby="holds"><h2 id="holds">${words.title}</h2>
<ul><li>${words.contacts(contacts.length)}</li><li>${words.events(events.length)}</li><li>${words.address}</li></ul>
<h3>${words.consents}</h3>${rows.length === 0 ? html`<p>${words.noConsents}</p>` : html`<ul class="rows">${rows}</ul>`}
<form method="post"><input type="hidden" name="do" value="download"><button>${words.download}</button></form></section>`;
}

function targeting({ texts, set }: View): Html {
  const { targeting: words } = texts.page;
  return html`<section aria-labelledby="data"><h2 id="data">${words.title}</h2><p>${words.text}</p>
<form method="post"><input type="hidden" name="do" value="targeting"><label for="not">${words.what}</label>
<select id="not" name="data">${targetingNames(set).map((one) => html`<option value="${one}">${texts.data[one] ?? one}</option>`)}</select>
<button>${words.button}</button></form></section>`;
}

function harassment({ texts }: View): Html {
  const { harassment: words } = texts.page;
  return html`<section aria-labelledby="harassment"><h2 id="harassment">${words.title}</h2><p>${words.text}</p>
<form method="post"><input type="hidden" name="do" value="harassment"><label for="text">${words.words}</label>
<textarea id="text" name="text" rows="3" maxlength="2000"></textarea><button class="stern">${words.button}</button></form></section>`;
}

function erase({ texts }: View): Html {
  const { erase: words } = texts.page;
  return html`<section aria-labelledby="erase"><h2 id="erase">${words.title}</h2><p>${words.text}</p>
<form method="post"><input type="hidden" name="do" value="erase"><button class="stern">${words.button}</button></form></section>`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
