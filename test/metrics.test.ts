/** What `/metrics` shows after traffic, held to the rules for names and to the page that operators read. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningService, startService } from '../src/start/start.ts';
import { catalogue, type MetricSpec } from '../src/telemetry/catalogue.ts';
import { type Cli, createCli } from './support/cli.ts';

interface Shown {
  readonly type: string;
  readonly samples: readonly {
    readonly name: string;
    readonly labels: readonly string[];
    /** By label. */
    readonly texts: Readonly<Record<string, string>>;
    readonly value: number;
  }[];
}

let cli: Cli;
let service: RunningService;
let shown: Map<string, Shown>;

const specs: readonly MetricSpec[] = Object.values(catalogue);

beforeAll(async () => {
  cli = createCli();
  service = await startService({ ...cli.env, PORT: '0', LOG_LEVEL: 'silent' });
  await traffic();
  shown = parse(await (await fetch(`${service.url}/metrics`)).text());
});
afterAll(async () => {
  await service.stop();
  cli.remove();
});

/** Something of everything that is counted. */
async function traffic(): Promise<void> {
  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(service.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await response.json()) as { contactId?: string; refusalId?: string };
  };
  const question = { customerId: 'c1', channel: 'email', purpose: 'marketing.promotions' };
  for (let time = 0; time < 4; time++) await post('/can-contact', { ...question, operationId: String(time) });
  await post('/can-contact', { ...question, operationId: '1' });
  await post('/can-contact', { ...question, channel: 'mail' });
  await post('/can-contact', { ...question, mode: 'check' });
  const { contactId } = await post('/can-contact', { ...question, customerId: 'c2' });
  await post(`/contacts/${contactId}/outcome`, { outcome: 'delivered' });
  for (let time = 0; time < 2; time++) await post(`/contacts/${contactId}/outcome`, { outcome: 'complained' });
  const elsewhere = { ...question, at: new Date(Date.now() - 1000).toISOString(), outcome: 'refused' };
  await post('/contacts', { ...elsewhere, operationId: 'x' });
  await post('/refusals', { customerId: 'c3', channel: 'email', signal: 'unsubscribe', source: 'test' });
  await post('/refusals', { customerId: 'c5', channel: '*', signal: 'harassment', source: 'test' });
  const doubtful = { customerId: 'c4', channel: 'sms', signal: 'text', text: 'no thanks', source: 'test' };
  const { refusalId } = await post('/refusals', doubtful);
  await post(`/refusals/review/${refusalId}`, { decision: 'not-a-refusal', by: 'ana' });
  await fetch(`${service.url}/decisions`);
}

function parse(text: string): Map<string, Shown> {
  const found = new Map<string, { type: string; samples: Shown['samples'][number][] }>();
  for (const line of text.split('\n')) {
    const [, name = '', type = ''] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
    if (name !== '') found.set(name, { type, samples: [] });
    const sample = /^(\w+)(?:\{(.*)\})? (\S+)/.exec(line);
    if (!sample || line.startsWith('#')) continue;
    const [, full = '', labels = '', value] = sample;
    const family = found.get(full) ?? found.get(full.replace(/_(bucket|sum|count)$/, ''));
    if (!family) throw new Error(`a sample without a type: ${line}`);
    const texts = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', text = '']) => [label, text]);
    family.samples.push({
      name: full,
      labels: texts.map(([label = '']) => label),
      texts: Object.fromEntries(texts),
      value: Number(value),
    });
  }
  return found;
}

describe('every metric that is shown', () => {
  test('has a name that says what it is: counters in _total, instants in _timestamp_seconds, seconds and bytes as units', () => {
    for (const [name, { type }] of shown) {
      expect(name).toMatch(/^(contact_guard|process)_[a-z0-9_]+$|^target_info$/);
      expect(name.endsWith('_total'), name).toBe(type === 'counter');
      expect(name, 'a base unit').not.toMatch(/_(ms|millis|milliseconds|minutes|hours|days|kb|mb|percent)(_|$)/);
      if (type === 'histogram') expect(name).toMatch(/_seconds$/);
      if (/_(since|start|at|when|last)_/.test(name))
        expect(name).toMatch(/_timestamp_seconds$|^process_start_time_seconds$/);
      if (name.endsWith('_info')) expect(type).toBe('gauge');
    }
  });

  test('is one of the catalogue, with its type and labels', () => {
    const known = new Map(specs.map((spec) => [spec.name, spec]));
    for (const [name, { type, samples }] of shown) {
      if (name === 'target_info') continue;
      expect(known.get(name)?.type, name).toBe(type);
      for (const { labels } of samples)
        for (const label of labels) expect([...(known.get(name)?.labels ?? []), 'le'], name).toContain(label);
    }
  });

  test('holds an instant, where it says so, and a number of seconds, where it says that', () => {
    const shownValue = (spec: MetricSpec) => shown.get(spec.name)?.samples[0]?.value;
    const nowSeconds = Date.now() / 1000;
    for (const spec of [catalogue.policyActiveSince, catalogue.processStart])
      expect(Math.abs(nowSeconds - (shownValue(spec) ?? 0)), spec.name).toBeLessThan(3600);
    expect(shownValue(catalogue.processMemory)).toBeGreaterThan(10e6);
    expect(shownValue(catalogue.processCpu)).toBeGreaterThan(0);
    expect(shownValue(catalogue.policy)).toBe(1);
    expect(shownValue(catalogue.entries)).toBe(1);
    expect(shownValue(catalogue.harassment)).toBe(1);
    expect(shown.get(catalogue.storeDuration.name)?.samples.length).toBeGreaterThan(0);
    expect(shown.get(catalogue.eventLoopDelay.name)?.samples.length).toBeGreaterThan(0);
  });
});

test('everything of the catalogue is shown by a service that had traffic', () => {
  // Redis's alone, or Linux's, or what takes a fault, a provider, a ledger or a rule in shadow mode; tests of those look at them.
  const elsewhere = new Set<string>([
    'storeWarnings',
    'clockDifference',
    'clockSteps',
    'processFds',
    'shadow',
    'degraded',
    'storeErrors',
    'webhookEvents',
    'ledgerReachable',
    'ledgerWaiting',
    'ledgerOverflow',
    'ledgerRejected',
  ]);
  for (const [key, { name }] of Object.entries(catalogue))
    if (!elsewhere.has(key)) expect([...shown.keys()]).toContain(name);
});

test('decisions, requests and entries are counted as they were', () => {
  const of = (name: string) => shown.get(name)?.samples ?? [];
  const sum = (name: string) => of(name).reduce((total, { value }) => total + value, 0);
  expect(sum(catalogue.blocks.name)).toBe(1);
  expect(sum(catalogue.decisions.name)).toBe(7);
  expect(sum(catalogue.problems.name)).toBe(1);
  expect(sum(catalogue.outcomes.name)).toBe(3);
});

test('refusals are counted whatever the way in, once each, and so is how long each took to bind', () => {
  const of = (name: string, label: string) =>
    (shown.get(name)?.samples ?? [])
      .filter((one) => !one.name.endsWith('_bucket') && !one.name.endsWith('_sum'))
      .map(({ texts, value }) => `${texts[label]} ${value}`)
      .sort();
  expect(of(catalogue.refusals.name, 'signal')).toEqual(['complaint 1', 'harassment 1', 'text 1', 'unsubscribe 2']);
  expect(of(catalogue.refusalEffect.name, 'source')).toEqual(['outcome 2', 'test 3']);
});

test('docs/metrics.md lists every metric as it is, and no other', () => {
  const page = readFileSync(new URL('../docs/metrics.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| `([a-z_]+)` \| (\w+) \| (.*?) \| (.*) \|$/gm)].map(([, ...row]) => row);
  const expected = specs.map(({ name, type, labels, help }) => [
    name,
    type,
    labels.map((label) => `\`${label}\``).join(' '),
    help,
  ]);
  expect(rows).toEqual(expected);
});
