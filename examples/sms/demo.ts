/** The demonstration: texts go out, people answer in their own words, and the next texts go to those who may still get them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOwnGuard } from '../newsletter/own-guard.ts';
import { accountSid, authToken, type SmsProvider, startSmsProvider } from './provider.ts';
import { createSmsSender } from './send.ts';

export interface Step {
  readonly who: string;
  readonly what: string;
  readonly result: string;
}

export interface SmsDemo {
  readonly steps: readonly Step[];
  readonly provider: SmsProvider;
}

const publicUrl = 'https://guard.shop.example';
const people: Readonly<Record<string, string>> = {
  ann: '+4915112345671',
  bob: '+4915112345672',
  eve: '+4915112345673',
  joe: '+4915112345674',
  kim: '+34600123457',
  lea: '+33612345678',
  max: '+4915112345677',
};
/** At any hour, and a text about something that people wait for. */
const purpose = 'service.delivery';

export async function runSmsDemo(
  print: (text: string) => void,
  inspect?: (demo: SmsDemo) => Promise<void>,
): Promise<readonly Step[]> {
  const folder = await mkdtemp(join(tmpdir(), 'sms-'));
  const guard = await startOwnGuard(folder, { PUBLIC_URL: publicUrl, TWILIO_AUTH_TOKEN: authToken });
  const provider = await startSmsProvider(() => ({ publicUrl, url: guard.url }));
  try {
    const steps: Step[] = [];
    const note = (who: string, what: string, result: string): void => {
      steps.push({ who, what, result });
      print(`${who.padEnd(4)} ${what.padEnd(36)} ${result}\n`);
    };
    const sender = createSmsSender({ guardUrl: guard.url, providerUrl: provider.url, accountSid, authToken });
    const send = async (round: string): Promise<void> => {
      for (const [who, phone] of Object.entries(people)) {
        const text = {
          customerId: who,
          phone,
          purpose,
          body: `Your parcel, ${round}.`,
          operationId: `${round}/${who}`,
        };
        note(who, `is sent "${text.body}"`, await sender.send(text));
      }
    };
    const answer = async (who: string, words: string): Promise<void> =>
      note(who, `answers "${words}"`, String(await provider.answer(people[who] ?? '', words)));

    await send('on its way');
    await answer('ann', 'Stop');
    await answer('bob', 'please do not text me any more');
    await answer('joe', 'Bitte schreibt mir nicht mehr');
    await answer('kim', 'por favor no me manden más mensajes');
    await answer('lea', 'Je ne veux plus recevoir vos messages');
    await answer('eve', 'Thanks, please leave it at the door');
    await send('out for delivery');
    await answer('ann', 'START');
    await send('delivered');
    await inspect?.({ steps, provider });
    return steps;
  } finally {
    await provider.stop();
    await guard.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
