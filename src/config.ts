/** The only file that reads the environment: every problem at once, each one line that names the setting and the way to mend it. */

import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { howToMakeAKey } from './auth/key-file.ts';
import { isLoopback } from './auth/loopback.ts';
import { type Brand, colorFault, plainBrand, readLogo } from './brand.ts';
import { regionFault } from './policy/places.ts';
import { settings } from './settings.ts';
import { ledgerUrlFault, parseStoreUrl, type StoreLocation } from './store-url.ts';
import { type LogLevel, logLevels } from './telemetry/log.ts';
import { urlFault } from './url-fault.ts';
import { type WebhookSettings, webhookProblems, webhookSettings, webhookShape } from './webhook-settings.ts';

/** When a refusal, lift or consent on Redis is acknowledged, with how many replicas that must have it. */
export type RedisAck =
  | { readonly kind: 'written' }
  /** In the memory of so many replicas. */
  | { readonly kind: 'replicated'; readonly replicas: number }
  /** On the disk of the node that took it, and of so many replicas. */
  | { readonly kind: 'fsynced'; readonly replicas: number };

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly store: StoreLocation;
  readonly storePrefix: string;
  readonly storeChecks: 'enforce' | 'report';
  readonly redisAck: RedisAck;
  /** With user and password: never logged. */
  readonly ledgerUrl: string | undefined;
  readonly policyDir: string;
  readonly apiKeysFile: string | undefined;
  /** 64 hex digits; undefined on SQLite: the store makes one. */
  readonly addressPepper: string | undefined;
  /** Without a slash at its end. */
  readonly publicUrl: string | undefined;
  /** How the customer's pages look. */
  readonly brand: Brand;
  readonly webhooks: WebhookSettings;
  readonly defaultRegion: string | undefined;
  readonly spoolDir: string;
  readonly logLevel: LogLevel;
  readonly logCustomerIds: 'hash' | 'clear';
  /** For the command line: the running service, and the key to ask it with. */
  readonly guardUrl: string;
  /** False: `guardUrl` is only where a service would listen that has these settings. */
  readonly guardUrlGiven: boolean;
  readonly guardKey: string | undefined;
  /** `OTEL_SDK_DISABLED`. */
  readonly metricsOff: boolean;
}

const allNames = settings.flatMap(({ name }) => [name, `${name}_FILE`]);
const secretNames = settings.filter(({ fromFile }) => fromFile).map(({ name }) => name);

const text = z.string();
const storeUrl = text.transform((url, context) => {
  const store = parseStoreUrl(url);
  if (typeof store !== 'string') return store;
  context.issues.push({ code: 'custom', input: url, message: store });
  return z.NEVER;
});

const logoFrom = (path: string, context: z.RefinementCtx): string => {
  try {
    return readLogo(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === undefined ? message : `${path} cannot be read (${code})`;
    context.issues.push({ code: 'custom', input: path, message: `BRAND_LOGO_FILE: ${why}` });
    return z.NEVER;
  }
};

const wholeUrl = (what: string) =>
  text
    .refine((url) => isHttpUrl(url), {
      error: ({ input }) => {
        const fault = URL.canParse(String(input)) ? undefined : urlFault(String(input));
        return fault === undefined
          ? `${what} must be a whole URL such as https://guard.example.com`
          : `${what} cannot be read: ${fault}`;
      },
    })
    // As it is called, and as headers hold it: names of hosts in ASCII.
    .transform((url) => new URL(url).href.replace(/\/+$/, ''));

/** As `OTEL_RESOURCE_ATTRIBUTES` lists them. */
function isAttribute(text: string): boolean {
  if (text.trim() === '') return true;
  const parts = text.split('=').map((part) => part.trim());
  try {
    return parts.length === 2 && parts[0] !== '' && parts.every((part) => decodeURIComponent(part).length <= 255);
  } catch {
    return false;
  }
}

const schema = z.object({
  PORT: text
    .regex(/^\d{1,5}$/, { error: 'PORT must be a whole number from 0 to 65535' })
    .transform(Number)
    .refine((port) => port <= 65_535, { error: 'PORT must be a whole number from 0 to 65535' })
    .default(8080),
  HOST: text
    .regex(/^\S+$/, { error: 'HOST must be an address or a name, such as 127.0.0.1' })
    .transform((host) => host.replace(/^\[(.*)\]$/, '$1'))
    .default('127.0.0.1'),
  STORE_URL: storeUrl.default({ kind: 'sqlite', path: './data/contact-guard.db' }),
  STORE_PREFIX: text
    .regex(/^[\w.:-]{0,64}$/, { error: 'STORE_PREFIX must be at most 64 letters, digits, ".", "_", ":" or "-"' })
    .default(''),
  STORE_CHECKS: z.enum(['enforce', 'report'], { error: 'STORE_CHECKS must be enforce or report' }).default('enforce'),
  REDIS_ACK: text
    .regex(/^(written|fsynced|(replicated|fsynced):[1-9]\d?)$/, {
      error: 'REDIS_ACK must be written, replicated:N, fsynced or fsynced:N, where N is a number of replicas from 1 on',
    })
    .transform((ack): RedisAck => {
      const [kind, replicas = '0'] = ack.split(':') as [RedisAck['kind'], string?];
      return kind === 'written' ? { kind } : { kind, replicas: Number(replicas) };
    })
    .default({ kind: 'written' }),
  LEDGER_URL: text
    .refine((url) => ledgerUrlFault(url) === undefined, { error: ({ input }) => ledgerUrlFault(String(input)) ?? '' })
    .optional(),
  POLICY_DIR: text.default('./policies'),
  API_KEYS_FILE: text.optional(),
  ADDRESS_PEPPER: text
    .regex(/^[0-9a-f]{64}$/i, {
      error:
        'ADDRESS_PEPPER must be 64 hex digits: make one with openssl rand -hex 32 and keep it, without it no refusal is found again',
    })
    .transform((pepper) => pepper.toLowerCase())
    .optional(),
  PUBLIC_URL: wholeUrl('PUBLIC_URL').optional(),
  BRAND_NAME: text
    .max(80, { error: 'BRAND_NAME may have at most 80 characters' })
    .regex(/^\P{Cc}*$/u, { error: 'BRAND_NAME must be one line without control characters' })
    .default(plainBrand.name),
  BRAND_LOGO_FILE: text.transform(logoFrom).optional(),
  BRAND_COLOR: text
    .refine((color) => colorFault(color) === undefined, {
      error: ({ input }) => `BRAND_COLOR ${colorFault(String(input))}`,
    })
    .default(plainBrand.color),
  SUPPORT_URL: text
    .regex(/^(https:\/\/|mailto:|tel:)\S+$/, { error: 'SUPPORT_URL must begin with https://, mailto: or tel:' })
    .optional(),
  ...webhookShape,
  DEFAULT_REGION: text
    .refine((region) => regionFault(region) === undefined, {
      error: ({ input }) => `DEFAULT_REGION must be ${regionFault(String(input))}`,
    })
    .optional(),
  SPOOL_DIR: text.default('data/spool'),
  LOG_LEVEL: z.enum(logLevels, { error: `LOG_LEVEL must be one of ${logLevels.join(', ')}` }).default('info'),
  LOG_CUSTOMER_IDS: z.enum(['hash', 'clear'], { error: 'LOG_CUSTOMER_IDS must be hash or clear' }).default('hash'),
  GUARD_URL: wholeUrl('GUARD_URL').optional(),
  GUARD_KEY: text
    .regex(/^cg_[\x21-\x7e]+$/, { error: 'GUARD_KEY must be an API key, which begins with cg_' })
    .optional(),
  OTEL_SDK_DISABLED: text
    .regex(/^(true|false)$/i, { error: 'OTEL_SDK_DISABLED must be true or false' })
    .transform((value) => value.toLowerCase() === 'true')
    .default(false),
  // Read by OpenTelemetry, which would drop all of it in silence.
  OTEL_RESOURCE_ATTRIBUTES: text
    .refine((list) => list.split(',').every(isAttribute), {
      error:
        'OTEL_RESOURCE_ATTRIBUTES must be name=value with commas between them, percent-encoded, each part at most 255 characters',
    })
    .optional(),
});

/** Of the settings that are read here; the others belong to OpenTelemetry. */
export const readNames: readonly string[] = Object.keys(schema.shape);

export interface ReadOptions {
  /** `serve` (default): also what only a listening service needs, its keys. `tool`: a command that brings its own. */
  readonly use?: 'serve' | 'tool';
}

/** @returns the settings, or every problem in them, one line each. An empty value is as good as none; white space at its ends, as files of settings leave it, is none of it. */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  { use = 'serve' }: ReadOptions = {},
): { readonly config: Config } | { readonly problems: readonly string[] } {
  const problems: string[] = [];
  const given: Record<string, string | undefined> = Object.fromEntries(
    Object.entries(env).flatMap(([name, value = '']) => (value.trim() === '' ? [] : [[name, value.trim()]])),
  );
  for (const name of allNames) {
    const value = given[name];
    if (value !== undefined) given[name] = unquoted(name, value, problems);
  }
  for (const name of secretNames) readSecretFile(name, given, problems);

  const result = schema.safeParse(given);
  if (!result.success) problems.push(...result.error.issues.map(({ message }) => message));
  // What one setting asks of another is judged on what could be read, so that everything is said at once.
  problems.push(...crossProblems(given, use));
  if (problems.length > 0 || !result.success) return { problems };

  const read = result.data;
  return {
    config: {
      port: read.PORT,
      host: read.HOST,
      store: read.STORE_URL,
      storePrefix: read.STORE_PREFIX,
      storeChecks: read.STORE_CHECKS,
      redisAck: read.REDIS_ACK,
      ledgerUrl: read.LEDGER_URL,
      policyDir: read.POLICY_DIR,
      apiKeysFile: read.API_KEYS_FILE,
      addressPepper: read.ADDRESS_PEPPER,
      publicUrl: read.PUBLIC_URL,
      brand: {
        name: read.BRAND_NAME,
        color: read.BRAND_COLOR,
        logo: read.BRAND_LOGO_FILE,
        supportUrl: read.SUPPORT_URL,
      },
      webhooks: webhookSettings(read),
      defaultRegion: read.DEFAULT_REGION,
      spoolDir: read.SPOOL_DIR,
      logLevel: read.LOG_LEVEL,
      logCustomerIds: read.LOG_CUSTOMER_IDS,
      guardUrl: read.GUARD_URL ?? `http://${urlHost(read.HOST)}:${read.PORT}`,
      guardUrlGiven: read.GUARD_URL !== undefined,
      guardKey: read.GUARD_KEY,
      metricsOff: read.OTEL_SDK_DISABLED,
    },
  };
}

/** Files of settings are often written for a shell; who reads them otherwise, as `docker run --env-file` does, takes the quotes for part of the value. */
function unquoted(name: string, value: string, problems: string[]): string {
  const [, , inside] = /^(["'])(.*)\1$/s.exec(value) ?? [];
  if (inside === undefined) return value;
  problems.push(`${name} stands between quotes, which would be part of it: write it without`);
  return inside;
}

function readSecretFile(name: string, given: Record<string, string | undefined>, problems: string[]): void {
  const path = given[`${name}_FILE`];
  if (path === undefined) return;
  if (given[name] !== undefined) {
    problems.push(`${name} and ${name}_FILE are both set: keep one of them`);
    return;
  }
  try {
    const content = readFileSync(path, 'utf8').trim();
    if (content === '') problems.push(`${name}_FILE: ${path} is empty`);
    else given[name] = unquoted(`${name}_FILE`, content, problems);
  } catch (error) {
    problems.push(`${name}_FILE: ${path} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function crossProblems(given: Readonly<Record<string, string | undefined>>, use: 'serve' | 'tool'): string[] {
  const problems: string[] = [];
  const host = given.HOST ?? '127.0.0.1';
  const keysFile = given.API_KEYS_FILE;
  if (use === 'serve') {
    if (keysFile === undefined && !isLoopback(host)) {
      problems.push(
        `HOST ${host} can be reached from elsewhere, so API_KEYS_FILE must be set: ${howToMakeAKey}; or leave HOST at 127.0.0.1`,
      );
    }
    if (keysFile !== undefined && !existsSync(keysFile))
      problems.push(`API_KEYS_FILE: there is no file ${keysFile}; ${howToMakeAKey}`);
  }
  const onRedis = given.STORE_URL !== undefined && /^redis/.test(given.STORE_URL);
  const pepperTried = given.ADDRESS_PEPPER !== undefined || given.ADDRESS_PEPPER_FILE !== undefined;
  if (use === 'serve') problems.push(...webhookProblems(given));
  if (use === 'serve' && onRedis && !pepperTried) {
    problems.push(
      'ADDRESS_PEPPER must be set where the store is Redis: make one with openssl rand -hex 32 and give every instance the same',
    );
  }
  return problems;
}

function isHttpUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, username, password } = new URL(url);
  return /^https?:$/.test(protocol) && username === '' && password === '' && !/[?#\s]/.test(url);
}

/** Where a service that listens on every address is asked from its own machine. */
function urlHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
