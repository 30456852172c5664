import { expect, test } from 'vitest';
import { policySet } from '../../test/support/policies.ts';
import { sqliteService } from '../../test/support/sqlite-service.ts';
import { StoreUnavailable } from '../errors.ts';

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

test('a set that came and went while the store was away is shown all the same: decisions name it', async () => {
  const [first, second, third] = [policySet('', 'describes: One.'), policySet('', 'describes: Two.'), policySet('')];
  const { service } = await sqliteService({ policies: first });
  const { policies, store } = service;
  const away = {
    ...store,
    activate: () => Promise.reject(new StoreUnavailable('away')),
    revisions: () => Promise.reject(new StoreUnavailable('away')),
  };
  for (const set of [second, third]) {
    policies.swap(set);
    await expect(policies.remember(away)).rejects.toThrow('away');
  }
  await policies.remember(store);
  expect(await policies.revision(second.revision)).toMatchObject({ sources: second.sources });
  expect(await policies.revision(third.revision)).toMatchObject({ active: [{ until: null }] });
  const open = (await store.revisions()).filter(({ active }) => active.some(({ untilMs }) => untilMs === null));
  expect(open.map(({ revision }) => revision)).toEqual([third.revision]);
  await service.close();
});
