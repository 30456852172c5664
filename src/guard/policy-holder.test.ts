import { expect, test } from 'vitest';
import { policySet } from '../../test/support/policies.ts';
import { sqliteService } from '../../test/support/sqlite-service.ts';

test('the store is told once which set is active, and again where it came back without it', async () => {
  const { service } = await sqliteService({ policies: policySet('') });
  let told = 0;
  const store = {
    ...service.store,
    async activate(...args: Parameters<typeof service.store.activate>) {
      told++;
      return service.store.activate(...args);
    },
  };
  await service.policies.remember(store);
  expect(told).toBe(0);
  await service.policies.remember({ ...store, revisions: async () => [] });
  expect(told).toBe(1);
  await service.close();
});
