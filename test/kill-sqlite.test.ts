import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Acknowledged } from './support/kill-worker.ts';
import { acknowledgedBefore, anyNumber, expectAllThere, sayKills } from './support/kills.ts';
import { serviceAt } from './support/store-url-service.ts';

const kills = Number(process.env['KILLS_SQLITE'] ?? 4);

test(`of ${kills} kill -9 at any moment none loses an acknowledged block, contact, suppression, refusal or lift or leaves one by half, and no cap is exceeded`, {
  timeout: 60_000 + kills * 20_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'contact-guard-'));
  try {
    const url = `sqlite:${join(folder, 'guard.db')}`;
    const all: Acknowledged[] = [];
    let earlier: Acknowledged[] = [];
    for (let round = 0; round < kills; round++) {
      // The first round is long enough for contacts, blocks and suppressions all to be among them.
      const lines = round === 0 ? 500 : anyNumber(1, 500);
      const said = await acknowledgedBefore(url, `round${round}`, lines, (worker) => worker.kill());
      const service = await serviceAt(url);
      try {
        await expectAllThere(service, [...earlier, ...said]);
      } catch (error) {
        throw new Error(`round ${round}, killed after ${lines} lines: ${String(error)}`, { cause: error });
      } finally {
        await service.close();
      }
      all.push(...said);
      earlier = said;
    }
    expect([...new Set(all.map(({ kind }) => kind))].sort()).toEqual([
      'block',
      'contact',
      'lifted',
      'lifting',
      'refused',
      'refusing',
      'suppression',
    ]);
    sayKills(kills, 'a service on SQLite', all);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
