/**
 * A process to be killed: `kill-worker.ts STORE_URL NAME [LEDGER_URL]` asks without end and prints one JSON line for each thing that was acknowledged,
 * after the acknowledgement. What it printed must be there when the store is opened again.
 */

import { serviceAt } from './store-url-service.ts';
import { createWorld, crm, hourMs, type Shown } from './world.ts';

/** One acknowledged thing. */
export type Acknowledged =
  | { readonly kind: 'contact'; readonly customerId: string; readonly operationId: string; readonly contactId: string }
  | { readonly kind: 'block'; readonly decisionId: string; readonly customerId: string }
  | {
      readonly kind: 'suppression';
      readonly suppressionId: string;
      readonly customerId?: string;
      readonly address?: string;
    }
  | Said;

/** Of one refusal and its lift, before each was asked (`refusing`, `lifting`) and once it was acknowledged. */
export interface Said {
  readonly kind: 'refusing' | 'refused' | 'lifting' | 'lifted';
  readonly customerId: string;
  readonly address: string;
  readonly by: 'customer' | 'address' | 'both';
  /** The customer's open hold. */
  readonly hold: string;
  readonly refusalId?: string;
  readonly revoked?: readonly string[];
}

const [url = '', name = '', ledgerUrl] = process.argv.slice(2);
const customers = 60;
const lanes = 12;

const service = await serviceAt(url, { ledgerUrl });
const world = createWorld(service, { nowMs: Date.now, set: () => {} });
const say = (one: Acknowledged): void => void process.stdout.write(`${JSON.stringify(one)}\n`);
let asked = 0;

async function lane(): Promise<never> {
  for (;;) {
    const turn = asked++;
    try {
      if (turn % 9 === 0) await suppress(turn);
      else if (turn % 9 === 1) await refuse(turn);
      else await contact(turn);
    } catch {
      // A store that is gone is asked again: what it did not acknowledge is not said.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

async function contact(turn: number): Promise<void> {
  const customerId = `${name}-${turn % customers}`;
  const operationId = `${name}-${turn}`;
  const answer = await world.ask({ customerId, operationId });
  if (answer.degraded) return;
  if (answer.contactId === null) say({ kind: 'block', decisionId: answer.decisionId, customerId });
  else say({ kind: 'contact', customerId, operationId, contactId: answer.contactId });
}

async function suppress(turn: number): Promise<void> {
  const subject = turn % 2 ? { customerId: `${name}-s${turn}` } : { address: `${name}-s${turn}@example.org` };
  const { suppressionId } = await world.suppress(subject);
  say({ kind: 'suppression', suppressionId, ...subject });
}

/** A customer of its own, reached at an address, with a hold there; every other refusal is lifted again. */
async function refuse(turn: number): Promise<void> {
  const customerId = `${name}-r${turn}`;
  const address = `${customerId}@example.org`;
  const by = (['customer', 'address', 'both'] as const)[turn % 3] ?? 'both';
  const { contactId } = await world.ask({ customerId, address, confirmByMs: Date.now() + hourMs });
  await world.ask({ customerId, address });
  if (contactId === null) return;
  const one = { customerId, address, by, hold: contactId };
  say({ kind: 'refusing', ...one });
  const subject = { ...(by === 'address' ? {} : { customerId }), ...(by === 'customer' ? {} : { address }) };
  const { refusalId, revoked, suppressions } = await service.guard.refuse(
    { channel: 'email', signal: 'stop', source: 'test', ...subject },
    crm,
  );
  say({ kind: 'refused', ...one, refusalId, revoked });
  if (turn % 2) return;
  say({ kind: 'lifting', ...one });
  for (const made of suppressions) await world.lift((made as Shown).suppressionId);
  say({ kind: 'lifted', ...one });
}

await Promise.all(Array.from({ length: lanes }, lane));
