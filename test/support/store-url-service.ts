/** A service on the store that a URL names, with the system's clock: what a killed process and its successor both open. */
import pino from 'pino';
import { systemClock } from '../../src/clock.ts';
import { parseStoreUrl } from '../../src/config.ts';
import { createActs } from '../../src/refusals/acts.ts';
import { createService, type Service } from '../../src/service.ts';
import { prepareStore } from '../../src/store/open.ts';
import { policySet } from './policies.ts';
import { testPepper } from './sqlite-service.ts';

/** Of what `kill-worker.ts` asks: at most so many e-mails to one customer. */
export const emailLimit = 5;

/** A service that finds at once what a process that is gone has left: nobody else is there. */
export interface Successor extends Service {
  recover(): Promise<number>;
}

/** Opened. */
export async function serviceAt(url: string): Promise<Successor> {
  const store = parseStoreUrl(url);
  if (typeof store === 'string') throw new Error(store);
  const { makeStore } = await prepareStore({
    store,
    storePrefix: 'kill',
    storeChecks: 'enforce',
    addressPepper: testPepper.toString('hex'),
  });
  let recover = async () => 0;
  const service = createService({
    pepper: testPepper,
    policies: policySet(
      `- { id: few, because: Few., when: { channels: [email] }, cap: { limit: ${emailLimit}, window: 24h } }`,
    ),
    clock: systemClock,
    log: pino({ level: 'silent' }),
    makeStore(parts) {
      const made = makeStore(parts);
      recover = () => createActs(made, parts.tools, () => {}).recover(0);
      return made;
    },
  });
  await service.open();
  return { ...service, recover: () => recover() };
}
