/** What is held of one customer: for who answers the person (contract 3), and as the person is to have it. */
import { openRequest, wholeRequest } from '../decisions/entry.ts';
import type { LogQueries } from '../decisions/log.ts';
import { holdOf } from '../engine/record/record.ts';
import type { KeyedHash } from '../engine/request.ts';
import { Problem, storeAway } from '../errors.ts';
import type { Caller, Guard } from '../guard-contract.ts';
import { isoTime } from '../iso-time.ts';
import type { Consents } from '../refusals/consents.ts';
import type { Events } from '../refusals/events.ts';
import type { Suppressions } from '../refusals/suppressions.ts';
import type { RequestReader } from '../requests/reader.ts';
import { channels } from '../vocabulary.ts';
import { contactFields, type ShownContact } from './contact-fields.ts';
import { createWords } from './customer-words.ts';
import type { GuardDeps } from './deps.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface Sources {
  readonly reader: RequestReader;
  readonly suppressions: Suppressions;
  readonly consents: Consents;
  readonly events: Events;
  readonly log: LogQueries;
  readonly decide: Guard['decide'];
}

export interface CustomerView {
  customer(customerId: string, caller: Caller): Promise<object>;
  exportCustomer(customerId: string): Promise<object>;
}

const pageSize = 1000;

export function createCustomerView(deps: GuardDeps, sources: Sources): CustomerView {
  const { store, policies } = deps;

  /** Newest first. @param isWhole with what was asked for the holds that can still be confirmed, or were not long ago */
  const contactsOf = (
    customer: KeyedHash,
    { fromMs = Number.NEGATIVE_INFINITY, isWhole = false },
  ): Promise<ShownContact[]> =>
    store.read(customer, ({ record, nowMs, held }) => {
      const kept = isWhole ? held(record.holds.map(({ seq }) => seq)) : [];
      return record.contacts
        .filter(({ atMs }) => atMs > fromMs)
        .map((contact) => {
          const hold = holdOf(record, contact.seq);
          // Of one that was moved and whose hold is forgotten nobody knows when its id was made.
          const madeMs = hold?.createdMs ?? (contact.moved ? undefined : contact.atMs);
          const contactId = madeMs === undefined ? null : deps.ids.contactId(customer, contact.seq, madeMs);
          const sealed = kept.find(({ seq }) => seq === contact.seq)?.sealed;
          const request = sealed && record.key && openRequest(record.key, sealed);
          const { channel, purpose } = contact.kind;
          const asked = request ? { request: wholeRequest(channel, purpose, request) } : {};
          return { contactId, ...contactFields(record, contact, { nowMs, policies: policies.current() }), ...asked };
        });
    });

  /** Judged as `check` would be, without an address and a time zone, and for the region that the last contact was in. */
  const nextFor = async (customerId: string, region: string | undefined, caller: Caller): Promise<object[]> => {
    const questions = [...policies.current().purposes.keys()].flatMap((purpose) =>
      channels.map((channel) => ({ customerId, channel, purpose, region, mode: 'check' as const })),
    );
    return Promise.all(
      questions.map(async ({ channel, purpose, ...rest }) => {
        const answer = await sources.decide({ channel, purpose, ...rest }, caller, { stream: true });
        if (answer['degraded'] === true) throw new Problem('store-unavailable', storeAway);
        const reasons = (answer['reasons'] as readonly { message: string }[]).map(({ message }) => message);
        const allowedAt = answer.allowed ? answer['decidedAt'] : answer['retryAt'];
        return { channel, purpose, allowedNow: answer.allowed, allowedAt, reasons };
      }),
    );
  };

  const allEvents = async (customerId: string): Promise<Fields[]> => {
    const found: Fields[] = [];
    let cursor: string | undefined;
    do {
      const page = await sources.events.ofCustomer({ customerId, limit: pageSize, cursor });
      found.push(...(page.events as Fields[]));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return found;
  };

  const allDecisions = async (customerId: string): Promise<{ decisions: Fields[]; unreadable?: number }> => {
    const decisions: Fields[] = [];
    let unreadable = 0;
    let cursor: string | undefined;
    do {
      const page = await sources.log.query({ customerId, limit: pageSize, cursor });
      decisions.push(...page.decisions);
      unreadable += page.unreadable ?? 0;
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return { decisions, ...(unreadable > 0 && { unreadable }) };
  };

  return {
    async customer(customerId, caller) {
      const customer = sources.reader.customer(customerId);
      const nowMs = await store.nowMs();
      const contacts = await contactsOf(customer, { fromMs: nowMs - policies.historyMs(nowMs) });
      const region = contacts[0]?.['region'] as string | null | undefined;
      return {
        customerId,
        contacts,
        suppressions: await sources.suppressions.ofCustomer(customerId),
        consents: await sources.consents.of(customerId),
        next: await nextFor(customerId, region ?? undefined, caller),
      };
    },

    async exportCustomer(customerId) {
      const customer = sources.reader.customer(customerId);
      const words = createWords(policies.current());
      const { decisions, ...damaged } = await allDecisions(customerId);
      const tell = <T extends Fields>(list: readonly T[], say: (one: T) => string): object[] =>
        list.map((one) => ({ inWords: say(one), ...one }));
      return {
        customerId,
        exportedAt: isoTime(await store.nowMs()),
        about:
          'Everything that is held about this customer; inWords says each thing in a sentence. A program in quotes is one of ours that sends messages, by the name we gave it. Instants are in UTC, which is the time of London in winter. Addresses are not kept: an addressHash tells two of them apart and leads back to neither.',
        contacts: tell(await contactsOf(customer, { isWhole: true }), words.contact),
        said: tell(await allEvents(customerId), words.event),
        suppressions: tell((await sources.suppressions.ofCustomer(customerId)) as Fields[], words.suppression),
        consents: tell((await sources.consents.of(customerId)) as Fields[], words.consent),
        decisions: tell(decisions, words.decision),
        ...damaged,
      };
    },
  };
}
