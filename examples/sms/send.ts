/** The sender: asks the guard, sends where it may, and says what became of it. Nothing but fetch. */

export interface Text {
  readonly customerId: string;
  readonly phone: string;
  readonly purpose: string;
  readonly body: string;
  /** Names this text: asked twice, it counts once. */
  readonly operationId: string;
}

export interface SmsSender {
  /** @returns `sent`, or why it was held back */
  send(text: Text): Promise<string>;
}

export interface SenderOptions {
  readonly guardUrl: string;
  readonly guardKey?: string | undefined;
  readonly providerUrl: string;
  readonly accountSid: string;
  readonly authToken: string;
}

interface Decision {
  readonly allowed: boolean;
  readonly contactId: string | null;
  readonly reasons: readonly { readonly code: string }[];
}

export function createSmsSender({ guardUrl, guardKey, providerUrl, accountSid, authToken }: SenderOptions): SmsSender {
  const authorization: Record<string, string> = guardKey === undefined ? {} : { authorization: `Bearer ${guardKey}` };
  const ask = async <T>(path: string, body: object): Promise<T> => {
    const response = await fetch(guardUrl + path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...authorization },
    });
    // Anything but 200 is no decision: nothing may be sent.
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };

  return {
    async send({ customerId, phone, purpose, body, operationId }) {
      const decision = await ask<Decision>('/can-contact', {
        customerId,
        channel: 'sms',
        purpose,
        address: phone,
        timeZone: 'UTC',
        operationId,
      });
      if (!decision.allowed) return `held: ${[...new Set(decision.reasons.map(({ code }) => code))].join(', ')}`;
      const response = await fetch(`${providerUrl}/2010-04-01/Accounts/${accountSid}/Messages.json`, {
        method: 'POST',
        body: new URLSearchParams({ To: phone, From: '+14155550100', Body: body }),
        headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` },
      });
      const outcome = response.status === 201 ? 'sent' : 'failed';
      await ask(`/contacts/${decision.contactId}/outcome`, { outcome });
      return outcome;
    },
  };
}
