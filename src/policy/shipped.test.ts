import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { scopeCovers } from '../vocabulary.ts';
import { schemaTexts } from './json-schema.ts';
import { loadPolicies, readTestFiles } from './load.ts';
import { shippedRefusals } from './refusals.ts';
import { readTests } from './test-file.ts';

const folder = new URL('../../policies/', import.meta.url);
const loaded = await loadPolicies(folder.pathname);
if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
const { set } = loaded;

describe('a schema for editors', () => {
  const texts = [...schemaTexts()];

  test.each(texts)('%s is the one that files are checked with (else run scripts/generate-schemas.ts)', (file, text) => {
    expect(readFileSync(new URL(file, folder), 'utf8')).toBe(text);
  });

  test.each(texts)('%s explains every field', (_file, text) => {
    const unexplained: string[] = [];
    const fieldsOf = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const [name, inner] of Object.entries(node)) {
        if (name === 'properties') {
          for (const [field, schema] of Object.entries(inner as Record<string, { description?: string }>)) {
            if ((schema.description ?? '') === '') unexplained.push(`${path}.${field}`);
          }
        }
        fieldsOf(inner, name === 'properties' ? path : `${path}.${name}`);
      }
    };
    fieldsOf(JSON.parse(text), '');
    expect(unexplained).toEqual([]);
  });

  test('is named on the first line of every shipped file', () => {
    const wanted = new Map([
      ['purposes.yaml', 'purposes'],
      ['refusals.yaml', 'refusals'],
    ]);
    const shipped = readdirSync(folder).filter((name) => /\.ya?ml$/i.test(name));
    expect(shipped.length).toBeGreaterThan(4);
    for (const name of shipped) {
      const schema = wanted.get(name) ?? (name.includes('.test.') ? 'test' : 'policy');
      const [first] = readFileSync(new URL(name, folder), 'utf8').split('\n');
      expect(first, name).toBe(`# yaml-language-server: $schema=./${schema}.schema.json`);
    }
  });
});

test('the register is as documented', () => {
  const lines = [...set.purposes.values()].map(({ name, class: its, onStoreFailure, record }) =>
    [name, its, onStoreFailure, record].join(' '),
  );
  expect(lines).toEqual([
    'marketing.promotions marketing deny blocks',
    'marketing.newsletter marketing deny blocks',
    'marketing.winback marketing deny blocks',
    'triggered.location marketing deny blocks',
    'triggered.behaviour marketing deny blocks',
    'research.survey marketing deny blocks',
    'consent-request marketing deny blocks',
    'experiment marketing deny blocks',
    'service.account service deny blocks',
    'service.delivery service deny blocks',
    'transactional.receipt transactional deny blocks',
    'collections.debt service deny all',
    'legal.notice critical deny blocks',
    'service.security critical allow blocks',
  ]);
});

test('blocks are kept for five years and the rest for 400 days', () => {
  const days = [...set.purposes.values()].map(({ retainBlocksMs, retainOthersMs }) => [
    retainBlocksMs / 86_400_000,
    retainOthersMs / 86_400_000,
  ]);
  expect(new Set(days.map(String))).toEqual(new Set(['1825,400']));
});

test('the house limits are as documented', () => {
  const caps = set.rules
    .filter((rule) => rule.kind === 'cap')
    .map((rule) => `${rule.policy}/${rule.id} ${rule.limit} in ${rule.windowText}`);
  expect(caps).toEqual([
    'default/email-daily 3 in 24h',
    'default/email-weekly 7 in 7d',
    'default/sms-daily 2 in 24h',
    'default/whatsapp-daily 2 in 24h',
    'default/push-daily 3 in 24h',
    'default/voice-daily 1 in 24h',
    'default/marketing-daily 5 in 24h',
    'default/marketing-weekly 12 in 7d',
    'default/consent-request-monthly 1 in 30d',
    'default/research-monthly 1 in 30d',
    'default/triggered-daily 1 in 24h',
    'default/runaway-guard 30 in 24h',
    'us-reg-f/calls-per-debt 7 in 7 days',
  ]);
});

describe('each refusal suppresses, of every purpose of the register,', () => {
  const ofClasses = (...classes: string[]) =>
    [...set.purposes.values()].filter((purpose) => classes.includes(purpose.class)).map(({ name }) => name);
  const everything = [...set.purposes.keys()];
  const butCritical = ofClasses('marketing', 'service', 'transactional');

  test.each([
    ['unsubscribe', 'same', ofClasses('marketing')],
    ['stop', 'same', everything],
    ['complaint', '*', ofClasses('marketing', 'service')],
    ['hard_bounce', '*', everything],
    ['do_not_contact', '*', butCritical],
    ['harassment', '*', butCritical],
    ['pause', '*', ofClasses('marketing')],
  ])('%s on channel %s', (signal, channels, purposes) => {
    const scope = set.refusals.get(signal);
    expect(scope).toMatchObject({ channels, forMs: null });
    expect(everything.filter((name) => scope?.purposes.some((one) => scopeCovers(one, name, set.purposes)))).toEqual(
      purposes,
    );
  });
});

test('a folder without refusals.yaml has the scopes that are shipped', () => {
  expect(parse(readFileSync(new URL('refusals.yaml', folder), 'utf8'))).toEqual(shippedRefusals);
});

test('every rule has a test that it denies, and one that allows', async () => {
  const files = await readTestFiles(folder.pathname);
  const read = readTests(files.sources, set);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const denied = new Set(
    read.tests.flatMap(({ expect: { reasons = [] } }) =>
      reasons.filter(({ rule }) => rule).map(({ policy, rule }) => `${policy}/${rule}`),
    ),
  );
  expect([...denied].sort()).toEqual(set.rules.map(({ policy, id }) => `${policy}/${id}`).sort());
});
