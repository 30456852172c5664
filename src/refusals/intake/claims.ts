/**
 * Which event a signature was for, where it does not cover the event: known to every process and after a restart. A token lies in the store as an
 * address of nobody's, named by its keyed hash, and holds its event as an address holds an opt-in that was heard: as long, and no longer.
 */
import type { KeyedHash } from '../../engine/request.ts';
import { StoreUnavailable } from '../../errors.ts';
import { type Hashes, toBase64Url } from '../../identity/hashes.ts';
import type { ContactStore } from '../../store/store.ts';

/** @returns whether the token is this event's: of the first event that claimed it */
export type Claim = (token: string, event: string) => Promise<boolean>;

export function createClaim(store: Pick<ContactStore, 'transactAddress'>, hashes: Pick<Hashes, 'mac'>): Claim {
  const nameOf = hashes.mac('webhook-token');
  return async (token, event) => {
    const place = { kind: 'post', hash: nameOf(token).slice(0, 10) as KeyedHash } as const;
    const id = toBase64Url(nameOf(event).slice(0, 12));
    try {
      return await store.transactAddress(place, ({ cold }) => {
        const [before] = cold.heard;
        if (before) return { value: before.id === id, changed: false };
        cold.heard.push({ id, takes: [] });
        return { value: true, changed: true };
      });
    } catch (error) {
      // A no is not lost for a proof that cannot be looked up: what tightens is believed.
      if (error instanceof StoreUnavailable) return true;
      throw error;
    }
  };
}
