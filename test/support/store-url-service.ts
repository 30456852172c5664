/** A service on the store that a URL names, with the system's clock: what a killed process and its successor both open. */
import pino from 'pino';
import { systemClock } from '../../src/clock.ts';
import { parseStoreUrl } from '../../src/config.ts';
import { createService, type Service } from '../../src/service.ts';
import { prepareStore } from '../../src/store/open.ts';
import { policySet } from './policies.ts';
import { testPepper } from './sqlite-service.ts';

/** Of what `kill-worker.ts` asks: at most so many e-mails to one customer. */
export const emailLimit = 5;

/** Opened. */
export async function serviceAt(url: string): Promise<Service> {
  const store = parseStoreUrl(url);
  if (typeof store === 'string') throw new Error(store);
  const { makeStore } = await prepareStore({
    store,
    storePrefix: 'kill',
    storeChecks: 'enforce',
    addressPepper: testPepper.toString('hex'),
  });
  const service = createService({
    pepper: testPepper,
    policies: policySet(
      `- { id: few, because: Few., when: { channels: [email] }, cap: { limit: ${emailLimit}, window: 24h } }`,
    ),
    clock: systemClock,
    log: pino({ level: 'silent' }),
    makeStore,
  });
  await service.open();
  return service;
}
