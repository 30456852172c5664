import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, expect, test } from 'vitest';
import { makeLock, takeLock } from './process-lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'contact-guard-lock-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Everything that nobody refers to is gone after it. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let round = 0; round < 5; round++) {
    collect();
    await setImmediate();
  }
}

test('a lock is held until it is released, also where nobody refers to it any more', async () => {
  const path = join(folder, 'forgotten.lock');
  expect(makeLock(path)).toBeDefined();
  await collectGarbage();
  expect([makeLock(path), takeLock(path)]).toEqual([undefined, undefined]);
});

test('a lock that was released can be taken by another, and one that was removed by nobody', () => {
  const path = join(folder, 'released.lock');
  makeLock(path)?.release({ remove: false });
  const taken = takeLock(path);
  expect(taken).toBeDefined();
  taken?.release({ remove: true });
  expect(takeLock(path)).toBeUndefined();
});
