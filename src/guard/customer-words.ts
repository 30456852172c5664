/** What is held of a person, in sentences that the person understands. */
import type { Purpose } from '../policy/types.ts';
import type { ShownContact } from './contact-fields.ts';

type Fields = Readonly<Record<string, unknown>>;

const messages: Readonly<Record<string, string>> = {
  email: 'an e-mail',
  sms: 'a text message',
  push: 'a push notification',
  voice: 'a call',
  whatsapp: 'a WhatsApp message',
  in_app: 'a message in the app',
  post: 'a letter',
  '*': 'any message',
};

export interface Words {
  contact(contact: ShownContact): string;
  event(event: Fields): string;
  suppression(suppression: Fields): string;
  consent(consent: Fields): string;
  decision(entry: Fields): string;
}

/** @param describes what a purpose is about, from the register */
export function createWords(describes: (purpose: string) => Purpose | undefined): Words {
  const about = (purpose: unknown): string => {
    if (purpose === undefined || purpose === '*') return 'anything';
    const text = describes(String(purpose))?.describes;
    return text ? `${String(purpose)} (${text.replace(/\.$/, '')})` : String(purpose);
  };
  const message = (channel: unknown): string => messages[String(channel)] ?? String(channel);
  const until = (expiresAt: unknown): string => (typeof expiresAt === 'string' ? ` until ${day(expiresAt)}` : '');
  const consent = ({ level, channel, purpose, source, at, expiresAt }: Fields): string =>
    level === 'withdrawn'
      ? `On ${day(at)} you withdrew your consent to getting ${message(channel)} about ${about(purpose)} (${String(source)}).`
      : `On ${day(at)} you gave ${String(level)} consent to getting ${message(channel)} about ${about(purpose)}${until(expiresAt)} (${String(source)}).`;
  const suppression = ({ channel, purpose, origin, since, expiresAt, by }: Fields): string => {
    const who = origin === 'refusal' ? 'because you said no' : 'because our staff set it so';
    const where = by === 'address' ? ', at the address where you were last reached' : '';
    return `Since ${day(since)}${until(expiresAt)} we do not send you ${message(channel)} about ${about(purpose)}${where}, ${who}.`;
  };
  const byEvent: Readonly<Record<string, (event: Fields) => string>> = {
    refusal: (event) =>
      `On ${day(event['receivedAt'])} you said no: ${String(event['signal'])}, by ${String(event['source'])}.`,
    lift: (event) =>
      `On ${day(event['at'])} a no was taken back: ${String(event['reason'])} (${String(event['source'])}).`,
    consent,
    suppression: (event) =>
      `On ${day(event['at'])} our staff stopped ${message(event['channel'])} about ${about(event['purpose'])}.`,
    erasure: (event) => `On ${day(event['at'])} what was held about you until then was erased.`,
  };
  return {
    consent,
    suppression,
    event: (event) => byEvent[String(event['event'])]?.(event) ?? '',
    contact({ at, channel, purpose, caller, state, outcomes }) {
      const became = outcomes.map(({ outcome, at: then }) => `${outcome.replace('_', ' ')} on ${day(then)}`);
      const said = state === 'inbound' ? `you reached ${caller} by` : `${caller} was allowed to send you`;
      const result = became.length > 0 ? ` What became of it: ${became.join(', ')}.` : '';
      const unsent = state === 'cancelled' ? ' It never left.' : '';
      return `On ${day(at)} ${said} ${message(channel)} about ${about(purpose)}.${unsent}${result}`;
    },
    decision(entry) {
      const { channel, purpose } = { ...entry, ...(entry['request'] as Fields | null) } as Fields;
      const asked = `On ${day(entry['decidedAt'])} ${String(entry['caller'])} asked to send you ${message(channel)} about ${about(purpose)}`;
      if (entry['allowed'] === true) return `${asked}, and was allowed to.`;
      const why = (entry['reasons'] as readonly { message: string }[]).map((reason) => reason.message);
      return `${asked}, and it was held back: ${why.join(' ')}`;
    },
  };
}

/** `22 November 2026, 10:00 UTC` */
function day(instant: unknown): string {
  const at = new Date(String(instant));
  const date = at.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  return `${date}, ${at.toISOString().slice(11, 16)} UTC`;
}
