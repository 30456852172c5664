/**
 * What the customer can do on the own page. Each only ever tightens: a refusal, a withdrawal, an erasure. The one way back is `undo`, which takes
 * for ten minutes what this page itself just did, unless somebody said the same again since.
 */
import { Problem } from '../errors.ts';
import type { Caller, Guard, RefusalInput } from '../guard-contract.ts';
import type { LinkSubject } from '../identity/tokens.ts';
import type { PolicySet } from '../policy/types.ts';
import {
  type AddressKind,
  addressKindOf,
  channels,
  foldData,
  type PurposeScope,
  purposeClasses,
} from '../vocabulary.ts';
import type { ShownConsent, ShownSuppression } from './overview.ts';
import { selfCaller } from './page.ts';
import type { PageDeps } from './page-deps.ts';
import { textsOf } from './texts/texts-of.ts';
import { type Times, whenText } from './times.ts';
import { openUndo, sealUndo, type Undo, undoMs } from './undo.ts';
import { dataWords, inSentence, scopeWords, whereWords } from './words.ts';

export interface Said {
  /** One sentence: what is now true, and from when. What was stricter before is still true, and is what it says. */
  readonly text: string;
  readonly isDone: boolean;
  /** No form of the page says that. */
  readonly isUnclear?: true;
  /** What was reported came without words. */
  readonly asksWords?: boolean;
  readonly undo?: { readonly ticket: string; readonly untilMs: number };
}

export interface ActionContext {
  readonly guard: Guard;
  readonly pages: PageDeps;
  readonly subject: LinkSubject;
  readonly times: Times;
  readonly form: URLSearchParams;
}

export const pauseDays = [7, 30, 90] as const;
const marketing: readonly PurposeScope[] = [{ purpose: '*', classes: ['marketing'] }];
const allButCritical: readonly PurposeScope[] = [
  { purpose: '*', classes: purposeClasses.filter((one) => one !== 'critical') },
];
export const fewerLimits = [1, 2, 4] as const;
const fewerDays = 7;
const source = 'preferences-page';
const mostWords = 2000;
const dayMs = 86_400_000;
/** It lifts what it made itself a moment ago, and nothing else. */
const undoCaller: Caller = { name: 'customer', scopes: new Set(['suppress:lift']) };

export async function act(context: ActionContext): Promise<Said> {
  const { page } = textsOf(context.times.language);
  const action = actions[context.form.get('do') ?? ''];
  const said = await action?.(context).catch((error: unknown) => {
    // What the form could not have sent; a store that is away is told as such.
    if (error instanceof Problem && error.code === 'invalid') return undefined;
    throw error;
  });
  return said ?? { text: page.said.unclear, isDone: false, isUnclear: true };
}

type Action = (context: ActionContext) => Promise<Said | undefined>;

const actions: Readonly<Record<string, Action>> = {
  __proto__: null as never,

  async stop(context) {
    const { times, form, pages } = context;
    const set = pages.policies();
    const what = form.get('what') ?? '';
    const channel = form.get('channel') ?? '';
    const purposes = purposesNamed(what, set);
    if (!purposes || !(channel === '*' || channels.some((one) => one === channel))) return undefined;
    const { by, page } = textsOf(times.language);
    const where = by[channel as keyof typeof by];
    return refused(context, { signal: 'unsubscribe', channel, scope: { channels: [channel], purposes } }, (from) => {
      if (what === 'all') return page.said.stoppedAll(where, from);
      if (what === 'marketing') return page.said.stoppedMarketing(where, from);
      return page.said.stopped(inSentence(times.language, scopeWords(times.language, purposes, set)), where, from);
    });
  },

  async pause(context) {
    const { times, form, pages } = context;
    const days = pauseDays.find((one) => String(one) === form.get('days'));
    if (days === undefined) return undefined;
    const untilMs = pages.nowMs() + days * dayMs;
    const ends = (await bindingNow(context))
      .filter(({ signal }) => signal === 'pause')
      .map(({ expiresAt }) => expiresAt);
    const latestMs = Math.max(untilMs, ...ends.map((end) => Date.parse(end ?? '') || 0));
    return refused(context, { signal: 'pause', channel: '*', untilMs }, (from) =>
      textsOf(times.language).page.said.paused(whenText(times, latestMs), from),
    );
  },

  async fewer(context) {
    const { times, form } = context;
    const limit = fewerLimits.find((one) => String(one) === form.get('limit'));
    if (limit === undefined) return undefined;
    const scope = { channels: ['*'], purposes: marketing, atMost: { limit, windowMs: fewerDays * dayMs } };
    const limits = (await bindingNow(context)).map(({ atMost }) => atMost?.limit ?? limit);
    return refused(context, { signal: 'unsubscribe', channel: '*', scope }, (from) =>
      textsOf(times.language).page.said.fewer(Math.min(limit, ...limits), fewerDays, from),
    );
  },

  async targeting(context) {
    const { times, form, pages } = context;
    const set = pages.policies();
    const named = form.get('data') ?? '';
    if (!targetingNames(set).includes(named)) return undefined;
    const scope = { channels: ['*'], purposes: allButCritical };
    const texts = textsOf(times.language);
    return refused(context, { signal: 'unsubscribe', channel: '*', targeting: [named], scope }, (from) =>
      texts.page.said.targeting(dataWords(texts, named), from),
    );
  },

  /** Stops at once, and asks for words after it: those are another event, which takes over the undo of the first. */
  async harassment(context) {
    const { form, times } = context;
    const text = (form.get('text') ?? '').trim().slice(0, mostWords);
    const said = await refused(
      context,
      { signal: 'harassment', channel: '*', ...(text === '' ? {} : { text }) },
      textsOf(times.language).page.said.harassment,
      openTicket(context),
    );
    return { ...said, asksWords: text === '' };
  },

  async withdraw(context) {
    const { guard, subject, times, form, pages } = context;
    const { customerId } = subject;
    const consents = (await guard.consentsOf(customerId)) as readonly ShownConsent[];
    const consent = consents.find((one) => one.consentId === form.get('consent') && one.level !== 'withdrawn');
    if (!consent) return undefined;
    const { channel, purpose, keys = {}, level } = consent;
    const before = await idsBefore(context);
    const made = (await guard.consent(
      { customerId, channel, purpose, keys, level: 'withdrawn', source },
      selfCaller,
    )) as ShownConsent & { readonly suppressions: readonly ShownSuppression[] };
    const texts = textsOf(times.language);
    const what = inSentence(times.language, scopeWords(times.language, [{ purpose }], pages.policies()));
    const text = texts.page.said.withdrawn(`${whereWords(texts, channel)} – ${what}`, whenText(times, made.at));
    const expiresMs = consent.expiresAt === null ? undefined : Date.parse(consent.expiresAt);
    return {
      text,
      isDone: true,
      undo: undoOf(context, {
        eventId: made.consentId,
        suppressionIds: fresh(made.suppressions, before),
        consent: { channel, purpose, keys, level: level as 'express' | 'implied', expiresMs },
      }),
    };
  },

  async undo(context) {
    const { guard, pages, subject, times } = context;
    const { page } = textsOf(times.language);
    const undo = openTicket(context);
    if (!undo) return { text: page.said.undoGone, isDone: false };
    const lifted = await Promise.all(undo.suppressionIds.map((id) => takeBack(guard, id, undo.eventId)));
    if (undo.suppressionIds.length > 0 && !lifted.some(Boolean)) return { text: page.said.undoGone, isDone: false };
    if (undo.consent) await restore(guard, subject.customerId, undo);
    return { text: page.said.undone(whenText(times, pages.nowMs())), isDone: true };
  },
};

/** Says a refusal for the reader of the page, and offers to take back what it made. @param before what it goes on with */
async function refused(
  context: ActionContext,
  input: Pick<RefusalInput, 'signal' | 'channel' | 'scope' | 'untilMs' | 'targeting' | 'text'>,
  sentence: (from: string) => string,
  before?: Undo,
): Promise<Said> {
  const { guard, subject, times, pages } = context;
  const there = await idsBefore(context);
  for (const id of before?.suppressionIds ?? []) there.delete(id);
  const answer = await guard.refuse(
    {
      ...input,
      customerId: subject.customerId,
      source,
      // A cap counts one person's contacts: it is not the address's.
      answers: {
        address: input.scope?.atMost ? undefined : addressFor(subject, input.channel),
        purpose: undefined,
      },
    },
    selfCaller,
  );
  return {
    text: sentence(whenText(times, pages.nowMs())),
    isDone: true,
    undo: undoOf(
      context,
      {
        eventId: answer.refusalId,
        suppressionIds: fresh(answer.suppressions as readonly ShownSuppression[], there),
      },
      before?.untilMs,
    ),
  };
}

/** The address that the link went to, where what is refused is of its kind. */
function addressFor({ address, channel }: LinkSubject, refusedChannel: string): Answers['address'] {
  if (address === undefined) return undefined;
  const kind: AddressKind = addressKindOf(channel);
  const isSame = refusedChannel === '*' || addressKindOf(refusedChannel as typeof channel) === kind;
  return isSame ? { kind, hash: address } : undefined;
}
type Answers = NonNullable<RefusalInput['answers']>;

async function idsBefore(context: ActionContext): Promise<Set<string>> {
  return new Set((await bindingNow(context)).map(({ suppressionId }) => suppressionId));
}

async function bindingNow({ guard, subject }: ActionContext): Promise<readonly ShownSuppression[]> {
  return (await guard.suppressionsOfCustomer(subject.customerId)) as readonly ShownSuppression[];
}

function fresh(made: readonly ShownSuppression[], before: ReadonlySet<string>): readonly string[] {
  return made.map(({ suppressionId }) => suppressionId).filter((id) => !before.has(id));
}

/** @returns undefined where there is nothing to take back: it was so before. */
function undoOf(
  { pages, subject }: ActionContext,
  made: Pick<Undo, 'eventId' | 'suppressionIds' | 'consent'>,
  untilMs = pages.nowMs() + undoMs,
): Said['undo'] {
  if (made.suppressionIds.length === 0) return undefined;
  return { ticket: sealUndo(pages.undoKey, { customerId: subject.customerId, untilMs, ...made }), untilMs };
}

/** @returns what the form may take back; undefined: nothing, or no longer */
function openTicket({ pages, subject, form }: ActionContext): Undo | undefined {
  return openUndo(pages.undoKey, form.get('ticket') ?? '', subject.customerId, pages.nowMs());
}

async function takeBack(guard: Guard, suppressionId: string, eventId: string): Promise<boolean> {
  try {
    const found = (await guard.suppression(suppressionId)) as ShownSuppression & { readonly liftedAt?: string };
    if (found.liftedAt !== undefined || found.refusalId !== eventId) return false;
    await guard.lift(suppressionId, { reason: 'taken back by the customer within ten minutes', source }, undoCaller);
    return true;
  } catch (error) {
    if (error instanceof Problem && error.code === 'not-found') return false;
    throw error;
  }
}

/** The consent stands again as it stood. It never was more than that. */
async function restore(guard: Guard, customerId: string, { consent, eventId }: Undo): Promise<void> {
  if (!consent) return;
  // Erased or said anew since, there is nothing to give back.
  const now = (await guard.consentsOf(customerId)) as readonly ShownConsent[];
  if (!now.some(({ consentId }) => consentId === eventId)) return;
  const { expiresMs: expiresAtMs, ...same } = consent;
  const evidence = { takesBack: eventId };
  await guard.consent({ ...same, customerId, source, evidence, expiresAtMs }, undoCaller);
}

/** What the form may name: everything that may be refused, a class, or one purpose of the register. */
function purposesNamed(what: string, set: PolicySet): readonly PurposeScope[] | undefined {
  if (what === 'all') return allButCritical;
  if (what === 'marketing') return marketing;
  const purpose = set.purposes.get(what);
  return purpose && purpose.class !== 'critical' ? [{ purpose: what }] : undefined;
}

/** Any data, and each that some rule of the house knows. */
export function targetingNames({ rules }: PolicySet): readonly string[] {
  const named = rules.flatMap((rule) => (rule.kind === 'targeting' ? rule.forbid : []));
  return [...new Map(['*', ...named].map((name) => [foldData(name), name])).values()];
}
