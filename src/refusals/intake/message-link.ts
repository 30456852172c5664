/** The message that an event is about, where its own headers came along: their List-Unsubscribe says whom it was for, where it went and why. */
import type { RefusalInput } from '../../guard-contract.ts';
import { addressKindOf } from '../../vocabulary.ts';
import type { OpenLink, Said } from './source.ts';

export type Linked = Pick<RefusalInput, 'customerId' | 'contactId' | 'keys' | 'answers'>;

/** @param headers by name in any case. @returns whom the message was for, also where everything else of it is forgotten */
export function linkedIn(headers: Readonly<Record<string, unknown>>, open: OpenLink | undefined): Linked | undefined {
  if (!open) return undefined;
  for (const [name, value] of Object.entries(headers)) {
    if (name.toLowerCase() !== 'list-unsubscribe') continue;
    const written = String(Array.isArray(value) ? value.join() : value).replace(/\s+/g, '');
    for (const [, token = ''] of written.matchAll(/\/unsubscribe\/([\w-]+)/g)) {
      const subject = open(token);
      if (subject?.channel !== 'email' || subject.address === undefined) continue;
      const { customerId, contactId, keys, address, purpose } = subject;
      return {
        customerId,
        contactId: contactId ?? undefined,
        keys,
        answers: { address: { kind: addressKindOf('email'), hash: address }, purpose },
      };
    }
  }
  return undefined;
}

/** What was said is about that message: of the person whom it was for, at the address that it went to. */
export function withLink(one: Said, linked: Linked | undefined): Said {
  if (one.kind !== 'refusal' || !linked) return one;
  const { address: _named, ...input } = one.input;
  return { ...one, input: { ...input, ...linked } };
}
