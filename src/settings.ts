/** The table of the settings, as docs/settings.md and a name that is nearly one of them show it. config.ts reads them. */
import { plainBrand } from './brand.ts';
import { logLevels } from './telemetry/log.ts';
import { webhookTable } from './webhook-settings.ts';

export interface Setting {
  readonly name: string;
  /** As docs/settings.md says it; empty: none. */
  readonly default: string;
  readonly meaning: string;
  /** May also be read from the file that `NAME_FILE` names. */
  readonly fromFile?: true;
  /** Without it the setting does nothing: a store that is Redis, links in messages. */
  readonly needs?: 'redis' | 'PUBLIC_URL';
}

export const settings: readonly Setting[] = [
  { name: 'PORT', default: '8080', meaning: 'port to listen on' },
  { name: 'HOST', default: '127.0.0.1', meaning: 'address to listen on; anything but loopback needs API keys' },
  {
    name: 'STORE_URL',
    default: 'sqlite:./data/contact-guard.db',
    meaning: 'sqlite:PATH, sqlite::memory:, redis://HOST:PORT, rediss://…, redis+cluster://HOST:PORT,HOST:PORT',
    fromFile: true,
  },
  {
    name: 'STORE_PREFIX',
    default: '',
    meaning: 'put before every key: several environments on one Redis',
    needs: 'redis',
  },
  {
    name: 'STORE_CHECKS',
    default: 'enforce',
    needs: 'redis',
    meaning: 'enforce: a Redis that may lose data counts as out of reach; report: only said',
  },
  {
    name: 'REDIS_ACK',
    default: 'written',
    needs: 'redis',
    meaning:
      'when a refusal, lift or consent on Redis is acknowledged: written, replicated:N, fsynced or fsynced:N (N replicas; fsynced from Redis 7.2)',
  },
  {
    name: 'LEDGER_URL',
    default: '',
    meaning:
      'postgres://USER:PASSWORD@HOST/DATABASE: every refusal, lift, consent, suppression and erasure is committed there too before it is acknowledged',
    fromFile: true,
  },
  { name: 'POLICY_DIR', default: './policies', meaning: 'folder of the policies' },
  {
    name: 'API_KEYS_FILE',
    default: '',
    meaning: 'JSON list of API keys, read again when it changes; made by contact-guard keys create',
  },
  {
    name: 'ADDRESS_PEPPER',
    default: '',
    meaning: '64 hex digits under which addresses are hashed; made by itself on SQLite, needed on Redis',
    fromFile: true,
  },
  {
    name: 'DEFAULT_REGION',
    default: '',
    meaning: 'ISO 3166 region of customers where a request says none, such as DE',
  },
  {
    name: 'SPOOL_DIR',
    default: 'data/spool',
    meaning: 'where denials and refusals wait while the store is out of reach',
  },
  { name: 'LOG_LEVEL', default: 'info', meaning: logLevels.join(', ') },
  { name: 'LOG_CUSTOMER_IDS', default: 'hash', meaning: 'clear: customer ids in the log as they are' },
  { name: 'GUARD_URL', default: 'http://HOST:PORT', meaning: 'for the command line: the service to ask' },
  { name: 'GUARD_KEY', default: '', meaning: 'for the command line: the API key to ask with', fromFile: true },
  { name: 'OTEL_SERVICE_NAME', default: 'contact-guard', meaning: 'as OpenTelemetry defines it, like every OTEL_*' },
  { name: 'OTEL_SDK_DISABLED', default: 'false', meaning: 'true: no metrics are kept' },
  {
    name: 'OTEL_RESOURCE_ATTRIBUTES',
    default: '',
    meaning: 'name=value,… on every metric, such as deployment.environment.name=production',
  },
  {
    name: 'PUBLIC_URL',
    default: '',
    meaning:
      'where customers reach this service, such as https://guard.example.com: messages get links to their own pages',
  },
  { name: 'BRAND_NAME', default: '', meaning: "the sender's name on the customer's pages", needs: 'PUBLIC_URL' },
  {
    name: 'BRAND_LOGO_FILE',
    default: '',
    meaning: 'its logo there: SVG, PNG, JPEG or WebP, at most 64 KiB',
    needs: 'PUBLIC_URL',
  },
  {
    name: 'BRAND_COLOR',
    default: plainBrand.color,
    meaning: '#rrggbb: colour of its buttons, dark enough for white text',
    needs: 'PUBLIC_URL',
  },
  {
    name: 'SUPPORT_URL',
    default: '',
    meaning: "where the customer's pages send questions: https:, mailto: or tel:",
    needs: 'PUBLIC_URL',
  },
  ...webhookTable,
];
