/** What an allowed message takes along: the links to the customer's own pages, and the headers of a one-click unsubscribe (RFC 8058). */
import type { LinkSubject, LinkTokens } from '../identity/tokens.ts';
import type { PolicySet, Purpose } from '../policy/types.ts';

export interface MessageLinks {
  readonly links: { readonly preferences: string; readonly unsubscribe: string };
  readonly headers?: { readonly 'List-Unsubscribe': string; readonly 'List-Unsubscribe-Post': string };
}

export type MakeLinks = (message: Omit<LinkSubject, 'madeMs'>, atMs: number, set: PolicySet) => MessageLinks;

/** Longer ones are left out: what is refused by the link then binds every value of the key. */
const mostKeyLetters = 200;

/** @param publicUrl without a slash at its end */
export function createMakeLinks(publicUrl: string, tokens: LinkTokens): MakeLinks {
  return (message, atMs, set) => {
    const made = tokens.make({ ...message, keys: separating(message.keys, set), madeMs: atMs });
    const unsubscribe = `${publicUrl}/unsubscribe/${made.unsubscribe}`;
    const links = { preferences: `${publicUrl}/preferences/${made.preferences}`, unsubscribe };
    if (!mayBeRefusedByOneClick(message.channel, set.purposes.get(message.purpose))) return { links };
    return {
      links,
      headers: { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
    };
  };
}

function mayBeRefusedByOneClick(channel: string, purpose: Purpose | undefined): boolean {
  return channel === 'email' && purpose?.class !== 'critical';
}

const separatingNames = new WeakMap<PolicySet, ReadonlySet<string>>();

/** Only keys that some refusal separates by: a link has no room for the others. */
function separating(keys: LinkSubject['keys'], set: PolicySet): LinkSubject['keys'] {
  if (keys === undefined) return undefined;
  let names = separatingNames.get(set);
  if (!names) {
    names = new Set([...set.refusals.values()].flatMap((scope) => scope.keys));
    separatingNames.set(set, names);
  }
  const kept = Object.entries(keys).filter(([name]) => names.has(name));
  const isShort = kept.reduce((sum, [name, value]) => sum + name.length + value.length, 0) <= mostKeyLetters;
  return kept.length > 0 && isShort ? Object.fromEntries(kept) : undefined;
}
