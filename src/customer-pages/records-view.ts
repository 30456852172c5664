/** What the customer's page shows of what is on record: what holds, what was sent, what was held back and why, what was agreed to. */
import { html } from 'hono/html';
import type { PolicySet, Rule } from '../policy/types.ts';
import { scopeCovers } from '../vocabulary.ts';
import type { Html } from './layout.ts';
import type { HeldBack, Overview, ShownSuppression } from './overview.ts';
import type { Texts } from './texts/texts.ts';
import { type Times, whenText } from './times.ts';
import { capital, dataWords, inSentence, scopeWords, spoken, whereWords, wordsOf } from './words.ts';

/** How things are said to this reader. */
export interface View {
  readonly times: Times;
  readonly texts: Texts;
  readonly set: PolicySet;
}

/** One row for what was said at once; what was said again, by another button, is no second one. */
export function inForce({ times, texts, set }: View, { suppressions }: Overview): Html {
  const { stops } = texts.page;
  const groups = new Map<string, ShownSuppression[]>();
  const covers = (one: ShownSuppression): boolean =>
    !one.classes || [...set.purposes.keys()].some((name) => scopeCovers(one, name, set.purposes));
  // What was given back whole, or has no purpose yet, stops nothing today.
  for (const one of suppressions.filter(covers)) {
    const key = [one.refusalId ?? one.suppressionId, one.channel, one.targeting.join()].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const rows = new Map<string, Html>();
  const oldestFirst = [...groups.values()].sort(([one], [other]) => sinceMs(one) - sinceMs(other));
  for (const group of oldestFirst) {
    const [first] = group as [ShownSuppression];
    const { channel, since, expiresAt, origin, signal } = first;
    const isDead = signal === 'hard_bounce';
    // It is the address that is over, whatever the channel.
    const where = isDead ? '' : whereWords(texts, channel);
    const ends = expiresAt === null ? '' : stops.ends(whenText(times, expiresAt));
    const by = origin === 'operator' ? stops.byUs : '';
    const stopped = stops.stopped(inSentence(times.language, scopeWords(times.language, group, set)));
    const what = isDead ? texts.page.held.unreachable.replace(/\.$/, '') : (limitWords(texts, first) ?? stopped);
    const key = [what, where, ends, by].join('\n');
    const shown = [where, stops.since(whenText(times, since)), ends, by].filter(Boolean).join(' · ');
    if (!rows.has(key)) rows.set(key, html`<li><strong>${what}</strong><span class="soft small">${shown}</span></li>`);
  }
  const body =
    rows.size === 0
      ? html`<p>${stops.none}</p>`
      : html`<ul class="rows">${[...rows.values()]}</ul><p class="soft small after">${stops.again}</p>`;
  return html`<section aria-labelledby="now"><h2 id="now">${stops.title}</h2>${body}</section>`;
}

function sinceMs(suppression: ShownSuppression | undefined): number {
  return Date.parse(suppression?.since ?? '');
}

/** What limits, and stops nothing as such. */
function limitWords(texts: Texts, { atMost, targeting }: ShownSuppression): string | undefined {
  const { stops } = texts.page;
  if (atMost) return stops.fewer(atMost.limit, atMost.days);
  if (targeting.length === 0) return undefined;
  return stops.notBy(targeting.map((one) => dataWords(texts, one)).join(', '));
}

const shownAtFirst = 3;

/** The first few, and the rest behind a fold. @param isOpen who asked for more sees it at once */
function rowsOf(rows: readonly Html[], more: (count: number) => string, isOpen = false): Html {
  const rest = rows.slice(shownAtFirst);
  return html`<ul class="rows">${rows.slice(0, shownAtFirst)}</ul>${
    rest.length > 0
      ? html`<details${isOpen ? html` open` : ''}><summary>${more(rest.length)}</summary><ul class="rows">${rest}</ul></details>`
      : ''
  }`;
}

/** A service without keys knows its senders by no name. */
const nobody = 'local';

export function sent({ times, texts, set }: View, { contacts }: Overview): Html {
  const { sent: words } = texts.page;
  const rows = contacts.map(({ at, channel, purpose, caller, state }) => {
    const isIncoming = state === 'received';
    const why = isIncoming ? words.incoming : wordsOf(times.language, set.purposes.get(purpose)) || purpose;
    const name = caller === nobody ? undefined : caller;
    const by = isIncoming ? undefined : state === 'planned' ? words.planned(name) : name && words.by(name);
    const shown = [whereWords(texts, channel), by].filter(Boolean).join(' · ');
    return html`<li><strong>${why}</strong><span class="soft small"><time datetime="${at}">${whenText(times, at)}</time> · ${shown}</span></li>`;
  });
  const body = rows.length === 0 ? html`<p>${words.none}</p>` : rowsOf(rows, words.more);
  return html`<section aria-labelledby="sent"><h2 id="sent">${words.title}</h2>${body}</section>`;
}

export function held(view: View, { held: list, olderHeld, isOlder, suppressions }: Overview): Html {
  const { times, texts, set } = view;
  const { held: words } = texts.page;
  const rows = list.map(({ at, channel, purpose, reasons }) => {
    const why = [...new Set(reasons.map((one) => whyOf(view, one, suppressions)))];
    const what = wordsOf(times.language, set.purposes.get(purpose)) || purpose;
    return html`<li><strong>${what}</strong><span class="soft small"><time datetime="${at}">${whenText(times, at)}</time> · ${whereWords(texts, channel)}</span>
${why.map((one) => html`<p>${typeof one === 'string' ? one : spoken(times.language, one.because, one.becauseIn)}</p>`)}</li>`;
  });
  const body =
    rows.length === 0 ? html`<p>${words.none}</p>` : html`<p>${words.text}</p>${rowsOf(rows, words.more, isOlder)}`;
  const links = [
    ...(isOlder ? [html`<a href="?#held">${words.latest}</a> `] : []),
    ...(olderHeld === null ? [] : [html`<a href="?before=${encodeURIComponent(olderHeld)}#held">${words.older}</a> `]),
  ];
  return html`<section aria-labelledby="held"><h2 id="held">${words.title}</h2>${body}${links.length > 0 ? html`<p class="after">${links}</p>` : ''}</section>`;
}

/** The rule's own `because`, without the advice for senders that follows it in an answer. */
function whyOf(
  { texts, set }: View,
  { code, policy, rule, suppressionId }: HeldBack['reasons'][number],
  inForceNow: readonly ShownSuppression[],
): Rule | string {
  const { held: words } = texts.page;
  if (code === 'suppressed') {
    const found = inForceNow.find((one) => one.suppressionId === suppressionId);
    if (!found) return words.someNo;
    if (found.origin === 'operator') return words.ourNo;
    return found.signal === 'hard_bounce' ? words.unreachable : words.yourNo;
  }
  if (code === 'store-unavailable') return words.noRecords;
  return set.rules.find((one) => one.policy === policy && one.id === rule) ?? words.other;
}

export function holds({ times, texts, set }: View, { contacts, told, consents }: Overview): Html {
  const { holds: words } = texts.page;
  const rows = consents.map(({ consentId, channel, purpose, level, at }) => {
    const scope = scopeWords(times.language, [{ purpose }], set).words.map(capital);
    const shown = [whereWords(texts, channel), words.level[level] ?? level];
    return html`<li>${scope.map((one) => html`<strong>${one}</strong>`)}<span class="soft small">${shown.join(' · ')} · <time datetime="${at}">${whenText(times, at)}</time></span>
${
  level === 'withdrawn'
    ? ''
    : html`<form method="post" action="#top"><input type="hidden" name="do" value="withdraw"><input type="hidden" name="consent" value="${consentId}"><button aria-label="${`${words.withdraw}: ${scope.join(', ')}`}">${words.withdraw}</button></form>`
}</li>`;
  });
  return html`<section aria-labelledby="holds"><h2 id="holds">${words.title}</h2>
<ul><li>${words.contacts(contacts.length)}</li><li>${words.events(told)}</li><li>${words.address}</li></ul>
<h3>${words.consents}</h3>${rows.length === 0 ? html`<p>${words.noConsents}</p>` : html`<ul class="rows">${rows}</ul>`}
<form method="post" action="#top"><input type="hidden" name="do" value="download"><button>${words.download}</button></form><p class="soft small after">${words.format}</p></section>`;
}
