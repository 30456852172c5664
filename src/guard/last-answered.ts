/** What a reply answered that names no message: the last one that went to its sender on that channel. */
import type { KeyedHash } from '../engine/request.ts';
import type { RefusalInput } from '../guard-contract.ts';
import type { Subject } from '../refusals/act.ts';
import { asksWhatWasAnswered } from '../refusals/scope.ts';
import type { GuardDeps } from './deps.ts';

/** Only replies answer the last message: a link, a button or a complaint may be of any of them. */
const replies = new Set<string>(['stop', 'text']);

/** @returns its purpose; undefined where nothing depends on it, or no message is known */
export async function lastAnswered(
  { store, policies }: Pick<GuardDeps, 'store' | 'policies'>,
  { signal, channel }: RefusalInput,
  { customer, address }: Subject,
): Promise<string | undefined> {
  if (!replies.has(signal) || !asksWhatWasAnswered('stop', policies.current())) return undefined;
  const whom = customer ?? (address && (await store.readAddress(address, ({ hot }) => hot.lastCustomer)));
  if (whom === undefined) return undefined;
  return store.read(whom as KeyedHash, ({ record }) => {
    const place =
      address && record.addresses.findIndex(({ kind, hash }) => kind === address.kind && hash === address.hash);
    const sent = record.contacts.filter(
      ({ kind, status, address: at }) =>
        kind.channel === channel && status !== 'inbound' && (place === undefined || at === place),
    );
    return sent.reduce<(typeof sent)[number] | undefined>(
      (last, one) => (last && last.atMs > one.atMs ? last : one),
      undefined,
    )?.kind.purpose;
  });
}
