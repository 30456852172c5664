/** Reading what was said: by customer, and one by one (contract 3). */
import type { Cursors } from '../cursors.ts';
import type { StoredEvent } from '../engine/events.ts';
import { Problem } from '../errors.ts';
import type { Home } from '../ids.ts';
import type { ContactStore } from '../store/store.ts';
import type { RefusalDeps } from './deps.ts';
import { showEvent } from './show.ts';

export interface EventQuery {
  readonly customerId: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface Events {
  ofCustomer(query: EventQuery): Promise<{ events: object[]; nextCursor: string | null }>;
  refusal(refusalId: string): Promise<object>;
}

export function createEvents({ store, reader, ids }: RefusalDeps, cursors: Cursors): Events {
  return {
    async ofCustomer({ customerId, limit, cursor }) {
      const home = { customer: reader.customer(customerId) };
      return cursors.page({ list: 'refusals', customerId }, cursor, async (place) => {
        const page = await store.events(home, limit, place);
        const key = page.events.length > 0 ? await keyAt(store, home) : undefined;
        return { events: page.events.map((event) => showEvent(event, key)), nextCursor: page.nextCursor };
      });
    },
    async refusal(refusalId) {
      const home = ids.openRefusalId(refusalId) ?? ids.openConsentId(refusalId);
      const event = home && (await store.event(home, refusalId));
      if (!home || !event || (event.kind === 'consent' && event.fields['level'] !== 'withdrawn'))
        throw new Problem('not-found', 'no refusal with this id is known');
      const shown = showEvent(event, await keyAt(store, home));
      if (event.kind === 'refusal') return shown;
      // What was suppressed rests on it as on a refusal.
      const { at: receivedAt, recordedAt: effectiveAt } = shown;
      return { refusalId, signal: 'withdrawn', receivedAt, effectiveAt, ...shown };
    },
  };
}

/** The key that opens what is sealed in the events of a customer or an address; undefined: it is gone. */
export function keyAt(store: ContactStore, home: Home): Promise<string | undefined> {
  return 'customer' in home
    ? store.read(home.customer, ({ record }) => record.key)
    : store.readAddress(home.address, ({ cold }) => cold.key);
}

const pageSize = 500;

/** Newest first. */
export async function* allEvents(store: ContactStore, home: Home): AsyncGenerator<StoredEvent> {
  let cursor: string | undefined;
  do {
    const page = await store.events(home, pageSize, cursor);
    yield* page.events;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}
