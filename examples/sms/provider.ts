/** A provider of SMS in the shape of Twilio: it takes messages, and posts what people answer to a webhook, signed. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface SentText {
  readonly sid: string;
  readonly to: string;
  readonly body: string;
}

export interface SmsProvider {
  readonly url: string;
  readonly accountSid: string;
  readonly authToken: string;
  readonly sent: readonly SentText[];
  /** A person answers. @returns the status of the webhook's answer */
  answer(from: string, body: string): Promise<number>;
  stop(): Promise<void>;
}

export interface Webhook {
  /** What is signed: the address that the account names. */
  readonly publicUrl: string;
  /** Where that leads. */
  readonly url: string;
}

export const accountSid = 'AC00000000000000000000000000000000';
export const authToken = 'the-auth-token-of-the-example';
const ownNumber = '+14155550100';
const path = '/webhooks/twilio';

/** @param webhook asked for each time, since it may begin later than this */
export async function startSmsProvider(webhook: () => Webhook): Promise<SmsProvider> {
  const sent: SentText[] = [];
  let count = 0;
  const newSid = (): string => `SM${String(++count).padStart(32, '0')}`;
  const server = createServer((request, response) => {
    take(request, response).catch(() => response.writeHead(500).end());
  });

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = new URLSearchParams(await text(request));
    const answerWith = (status: number, value: object): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (!isLogin(request.headers.authorization)) return answerWith(401, { code: 20003, message: 'Authenticate' });
    if (request.method !== 'POST' || request.url !== `/2010-04-01/Accounts/${accountSid}/Messages.json`)
      return answerWith(404, { code: 20404, message: 'Not found' });
    const message = { sid: newSid(), to: body.get('To') ?? '', body: body.get('Body') ?? '' };
    sent.push(message);
    answerWith(201, { ...message, status: 'queued' });
  }

  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    accountSid,
    authToken,
    sent,
    async answer(from, body) {
      const { publicUrl, url } = webhook();
      const fields: Record<string, string> = {
        MessageSid: newSid(),
        AccountSid: accountSid,
        From: from,
        To: ownNumber,
        Body: body,
        NumMedia: '0',
      };
      const names = Object.keys(fields).sort();
      const signed = publicUrl + path + names.map((name) => name + fields[name]).join('');
      const response = await fetch(url + path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { 'x-twilio-signature': createHmac('sha1', authToken).update(signed).digest('base64') },
      });
      await response.text();
      return response.status;
    },
    stop: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

function isLogin(given = ''): boolean {
  const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}
