/** A service on the store that a URL names, with the system's clock: what a killed process and its successor both open. */
import { join } from 'node:path';
import pino from 'pino';
import { systemClock } from '../../src/clock.ts';
import { createSpool } from '../../src/decisions/spool.ts';
import { StoreUnavailable } from '../../src/errors.ts';
import type { LedgerRow } from '../../src/ledger/ledger.ts';
import { createPostgresLedger } from '../../src/ledger/postgres.ts';
import { createActs } from '../../src/refusals/acts.ts';
import { createService, type Service } from '../../src/service.ts';
import { prepareStore } from '../../src/store/open.ts';
import { parseStoreUrl } from '../../src/store-url.ts';
import { policySet } from './policies.ts';
import { testPepper } from './sqlite-service.ts';
import type { Steps } from './steps.ts';

/** Of what `kill-worker.ts` asks: at most so many e-mails to one customer. */
export const emailLimit = 5;

/** A service that finds at once what a process that is gone has left: nobody else is there. */
export interface Successor extends Service {
  recover(): Promise<number>;
}

export interface ServiceAtOptions {
  /** Default: none. */
  readonly ledgerUrl?: string | undefined;
  readonly spoolFolder?: string;
  /** Default: none is held. */
  readonly steps?: Steps;
  /** Told of each log line. */
  readonly onLine?: (line: Record<string, unknown>) => void;
}

/** Opened, as far as its store can be. */
export async function serviceAt(
  url: string,
  { ledgerUrl, spoolFolder, steps, onLine }: ServiceAtOptions = {},
): Promise<Successor> {
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
    log: onLine ? pino({}, { write: (line: string) => onLine(JSON.parse(line)) }) : pino({ level: 'silent' }),
    makeLedger:
      ledgerUrl === undefined
        ? undefined
        : (parts) => {
            const ledger = createPostgresLedger({ url: ledgerUrl, ...parts });
            return steps?.ledger(ledger) ?? ledger;
          },
    ...(spoolFolder === undefined
      ? {}
      : {
          makeLedgerSpool: (key: string) =>
            createSpool<LedgerRow>(join(spoolFolder, 'ledger'), key, { isSynced: true }),
        }),
    makeStore(parts) {
      const made = makeStore(parts);
      recover = () => createActs(made, parts.tools, () => {}).recover(0);
      return steps?.store(made) ?? made;
    },
  });
  await service.open().catch((error: unknown) => {
    if (!(error instanceof StoreUnavailable)) throw error;
  });
  return { ...service, recover: () => recover() };
}
