import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { expect, test } from 'vitest';
import { sqliteService } from '../../test/support/sqlite-service.ts';
import { followPolicies, policiesOf } from './policies.ts';

const shipped = fileURLToPath(new URL('../../policies', import.meta.url));

test('a folder that is mended as it was is said as that, and only what comes into force as swapped', async ({
  onTestFinished,
}) => {
  const dir = mkdtempSync(join(tmpdir(), 'contact-guard-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  cpSync(shipped, dir, { recursive: true });
  const { service } = await sqliteService({ policies: await policiesOf(dir) });
  onTestFinished(() => service.close());
  const lines: { event: string; policyRevision?: string }[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const followed = followPolicies(dir, service, log);
  onTestFinished(followed.stop);
  const events = () => lines.map(({ event }) => event).filter((event) => event !== 'policies.warnings');
  const { revision } = service.policies.current();
  const sinceMs = followed.activeSinceMs();

  writeFileSync(join(dir, 'more.yaml'), 'policy: more\nrules: 7\n');
  await expect.poll(events).toEqual(['policies.rejected']);
  expect(service.policies.state().problem).toContain('more.yaml');
  rmSync(join(dir, 'more.yaml'));
  await expect.poll(events).toEqual(['policies.rejected', 'policies.mended']);
  expect(lines.at(-1)?.policyRevision).toBe(revision);
  expect(service.policies.state().problem).toBeUndefined();
  expect({ problems: followed.problems(), sinceMs: followed.activeSinceMs() }).toEqual({ problems: 0, sinceMs });

  writeFileSync(join(dir, 'more.yaml'), 'policy: more\nrules: []\n');
  await expect.poll(events).toEqual(['policies.rejected', 'policies.mended', 'policies.swapped']);
  expect(lines.at(-1)?.policyRevision).not.toBe(revision);
});
