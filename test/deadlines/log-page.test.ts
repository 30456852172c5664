/** A page of the decision log that takes too long. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { deadlines } from '../../src/deadlines.ts';
import { policySet } from '../support/policies.ts';
import { sqliteService } from '../support/sqlite-service.ts';

test('a page of the log that is not there in time is 503, says what to ask instead, and holds up nobody', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'contact-guard-'));
  const usualMs = deadlines.logPageMs;
  const policies = policySet('- { id: none, because: None., cap: { limit: 0, window: 24h } }');
  const { service, world } = await sqliteService({ policies, path: join(folder, 'guard.db') });
  onTestFinished(async () => {
    deadlines.logPageMs = usualMs;
    await service.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await world.ask();
  // The thread that reads takes longer to begin.
  deadlines.logPageMs = 1;
  await expect(world.guard.decisions({ limit: 100 })).rejects.toMatchObject({
    code: 'store-unavailable',
    message: expect.stringMatching(/^the log was not read within .* ask for a shorter span/),
  });
  expect((await world.ask()).degraded).toBe(false);
  deadlines.logPageMs = 60_000;
  expect((await world.guard.decisions({ limit: 100 })).decisions).toHaveLength(2);
});
