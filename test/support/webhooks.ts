/** The whole service in process with webhooks set up, and deliveries as providers make them. */
import { createHmac } from 'node:crypto';
import type { FullAnswer } from '../../src/decisions/answer.ts';
import type { App } from '../../src/http/app.ts';
import type { Webhooks } from '../../src/http/endpoint.ts';
import { testApp } from '../../src/http/testing/test-app.ts';
import type { CertificateAt } from '../../src/refusals/intake/sns.ts';
import { createSources } from '../../src/refusals/intake/sources.ts';
import type { WebhookSettings } from '../../src/webhook-settings.ts';
import { shippedPolicies } from './policies.ts';
import { type SqliteService, type SqliteServiceOptions, sqliteService } from './sqlite-service.ts';

const publicUrl = 'https://guard.example.com';

const closed: WebhookSettings = {
  twilioAuthToken: undefined,
  snsTopicArns: [],
  sendgridPublicKey: undefined,
  mailgunSigningKey: undefined,
  postmark: undefined,
  emailReportToken: undefined,
};

export interface Hooked extends SqliteService {
  readonly app: App;
  /** What was counted, such as `twilio refusal`. */
  readonly counted: string[];
  post(path: string, body: string | Buffer, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Whether a message would be allowed now; nothing is counted. */
  allows(fields: {
    customerId: string;
    channel: string;
    address?: string;
    purpose?: string;
    keys?: Readonly<Record<string, string>>;
  }): Promise<boolean>;
}

export async function hooked(
  settings: Partial<WebhookSettings>,
  options: Partial<SqliteServiceOptions> = {},
  certificateAt?: CertificateAt,
): Promise<Hooked> {
  const made = await sqliteService({ policies: shippedPolicies(), defaultRegion: 'US', ...options });
  const counted: string[] = [];
  const webhooks: Webhooks = {
    sources: createSources({ ...closed, ...settings }, publicUrl, certificateAt),
    count: (source, result) => void counted.push(`${source} ${result}`),
    nowMs: made.clock.nowMs,
  };
  const log = {
    ...(testLog(made.lines) as object),
  } as NonNullable<Parameters<typeof testApp>[1]>['log'];
  const { app } = testApp(made.service.guard, { webhooks, ...(log && { log }) });
  return {
    ...made,
    app,
    counted,
    post: async (path, body, headers = {}) =>
      app.request(path, { method: 'POST', body: body as string, headers: { ...headers } }),
    async allows(fields) {
      const answer = await made.world.check({
        purpose: 'marketing.promotions',
        timeZone: 'UTC',
        region: 'DE',
        ...fields,
      } as Parameters<typeof made.world.check>[0]);
      return (answer as FullAnswer).allowed;
    },
  };
}

function testLog(lines: string[]): object {
  const write = (fields: object, message?: string): void =>
    void lines.push(JSON.stringify({ ...fields, ...(message === undefined ? {} : { msg: message }) }));
  return { debug() {}, info: write, warn: write, error: write, fatal: write };
}

export const twilioToken = 'a-token-of-the-account';

/** A message as Twilio posts it. */
export function twilioDelivery(
  fields: Readonly<Record<string, string>>,
  {
    token = twilioToken,
    target = '/webhooks/twilio',
    url = publicUrl,
  }: { token?: string; target?: string; url?: string } = {},
): [path: string, body: string, headers: Record<string, string>] {
  const parameters = { MessageSid: 'SM1', AccountSid: 'AC1', To: '+14155550100', NumMedia: '0', ...fields };
  const signed = Object.entries(parameters)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => name + value)
    .join('');
  return [
    target,
    new URLSearchParams(parameters).toString(),
    {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': createHmac('sha1', token)
        .update(url + target + signed)
        .digest('base64'),
    },
  ];
}
