/** The whole service in process with webhooks set up, and deliveries as providers make them. */
import { createHmac } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { plainBrand } from '../../src/brand.ts';
import type { FullAnswer } from '../../src/decisions/answer.ts';
import type { App } from '../../src/http/app.ts';
import type { Webhooks } from '../../src/http/endpoint.ts';
import { testApp } from '../../src/http/testing/test-app.ts';
import { newKey } from '../../src/ids.ts';
import type { PolicySet } from '../../src/policy/types.ts';
import { createClaim } from '../../src/refusals/intake/claims.ts';
import type { CertificateAt } from '../../src/refusals/intake/sns.ts';
import { createSources } from '../../src/refusals/intake/sources.ts';
import type { Log } from '../../src/telemetry/log.ts';
import type { WebhookSettings } from '../../src/webhook-settings.ts';
import { shippedPolicies } from './policies.ts';
import { sharedRedisUrl } from './redis-server.ts';
import { redisHarness } from './redis-service.ts';
import { type SqliteService, sqliteService } from './sqlite-service.ts';
import { createWorld, startMs } from './world.ts';

const publicUrl = 'https://guard.example.com';

const closed: WebhookSettings = {
  twilioAuthToken: undefined,
  snsTopicArns: [],
  sendgridPublicKey: undefined,
  mailgunSigningKey: undefined,
  postmark: undefined,
  emailReportToken: undefined,
};

type ServiceOn = Pick<SqliteService, 'service' | 'clock' | 'world'>;

export interface Hooked extends ServiceOn {
  /** What was logged of deliveries. */
  readonly lines: readonly string[];
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

export const stores = ['SQLite', 'Redis'] as const;

type StoreName = (typeof stores)[number];

export type MakeHooked = (
  settings: Partial<WebhookSettings>,
  options?: HookedOptions,
  certificateAt?: CertificateAt,
) => Promise<Hooked>;

interface HookedOptions {
  readonly policies?: PolicySet;
}

/** Each is closed when its test is done. */
export const hookedOn =
  (store: StoreName): MakeHooked =>
  (settings, options, certificateAt) =>
    hooked(store, settings, options, certificateAt);

async function serviceOn(store: StoreName, { policies = shippedPolicies() }: HookedOptions): Promise<ServiceOn> {
  const options = { defaultRegion: 'US', publicUrl };
  if (store === 'SQLite') {
    const { service, clock, world } = await sqliteService({ policies, ...options });
    onTestFinished(() => service.close());
    return { service, clock, world };
  }
  const { service, clock, close } = await redisHarness(sharedRedisUrl(), policies, startMs, options);
  onTestFinished(close);
  return { service, clock, world: createWorld(service, clock) };
}

async function hooked(
  store: StoreName,
  settings: Partial<WebhookSettings>,
  options: HookedOptions = {},
  certificateAt?: CertificateAt,
): Promise<Hooked> {
  const made = { ...(await serviceOn(store, options)), lines: [] as string[] };
  const counted: string[] = [];
  const webhooks: Webhooks = {
    sources: createSources({ ...closed, ...settings }, publicUrl, certificateAt),
    count: (source, result) => void counted.push(`${source} ${result}`),
    nowMs: made.clock.nowMs,
    claim: createClaim(made.service.store, made.service.hashes),
  };
  const pages = {
    tokens: made.service.tokens,
    brand: plainBrand,
    policies: made.service.policies.current,
    undoKey: newKey(),
    publicUrl,
    nowMs: made.clock.nowMs,
  };
  const { app } = testApp(made.service.guard, { webhooks, pages, log: testLog(made.lines) });
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

function testLog(lines: string[]): Log {
  const write = (fields: object, message?: string): void =>
    void lines.push(JSON.stringify({ ...fields, ...(message === undefined ? {} : { msg: message }) }));
  return { debug() {}, info: write, warn: write, error: write, fatal: write } as Partial<Log> as Log;
}

export const twilioToken = 'a-token-of-the-account';

/** A message as Twilio posts it. */
export function twilioDelivery(
  fields: Readonly<Record<string, string | readonly string[]>>,
  {
    token = twilioToken,
    target = '/webhooks/twilio',
    url = publicUrl,
  }: { token?: string; target?: string; url?: string } = {},
): [path: string, body: string, headers: Record<string, string>] {
  const parameters = Object.entries({
    MessageSid: 'SM1',
    AccountSid: 'AC1',
    To: '+14155550100',
    NumMedia: '0',
    ...fields,
  }).map(([name, values]): [string, readonly string[]] => [name, typeof values === 'string' ? [values] : values]);
  const signed = parameters
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, values]) => [...new Set(values)].sort().map((value) => name + value))
    .join('');
  return [
    target,
    new URLSearchParams(parameters.flatMap(([name, values]) => values.map((value) => [name, value]))).toString(),
    {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': createHmac('sha1', token)
        .update(url + target + signed)
        .digest('base64'),
    },
  ];
}
