/** One campaign: every customer is asked for, sent to or held, and what became of it is reported. Run again after a crash, it goes on where it was. */
import type { Customer } from './customers.ts';
import { type Decision, type GuardClient, GuardError } from './guard-client.ts';
import type { Mailer } from './mail.ts';
import type { SentLog } from './sent-log.ts';

export interface CampaignParts {
  readonly campaign: string;
  readonly customers: AsyncIterable<Customer>;
  readonly guard: GuardClient;
  readonly mailer: Mailer;
  readonly log: SentLog;
  readonly concurrency: number;
  /** Told what is wrong with a question that the guard cannot read, once for each thing that is. */
  readonly complain: (line: string) => void;
}

/** What became of a row; `held: …` names every rule that denied. */
export type Fate =
  | 'sent'
  | 'bounced'
  | 'deferred'
  | 'unclear'
  | 'handled before'
  | 'duplicate row'
  | 'no decision'
  | 'log lost'
  | `held: ${string}`;

export type Tally = ReadonlyMap<Fate, number>;

/** @throws GuardError where the guard stays out of reach or refuses the key: whoever was not sent to will be by the next run. */
export async function runCampaign(parts: CampaignParts): Promise<Tally> {
  const tally = new Map<Fate, number>();
  const seen = new Set<string>();
  const told = new Set<string>();
  const complain = (line: string): void => {
    if (!told.has(line)) parts.complain(line);
    told.add(line);
  };
  // What an earlier run sent and could not report any more.
  await reportOutcomes(parts);
  await forEach(parts.customers, parts.concurrency, async (customer) => {
    const isRepeated = seen.has(customer.customerId);
    seen.add(customer.customerId);
    const fate = isRepeated ? 'duplicate row' : await handle(customer, { ...parts, complain });
    tally.set(fate, (tally.get(fate) ?? 0) + 1);
  });
  await reportOutcomes(parts);
  return tally;
}

async function handle(customer: Customer, { campaign, guard, mailer, log, complain }: CampaignParts): Promise<Fate> {
  const { customerId } = customer;
  const before = log.begin(customerId);
  if (before === 'sending') return 'unclear';
  if (before !== undefined && before !== 'asked' && before !== 'deferred') return 'handled before';

  const answer = await ask(customer, campaign, guard, complain);
  if (answer === undefined) return 'no decision';
  const { decision, retried } = answer;
  if (!decision.allowed) return `held: ${whyHeld(decision)}`;
  if (decision.replayed && before === undefined && !retried) {
    // Somebody was granted this contact before, and this log has never heard of it: the message may have gone.
    log.finish(customerId, 'lost');
    return 'log lost';
  }
  log.sending(customerId, decision.contactId);
  const delivery = await mailer.send(campaign, customer, decision);
  if (delivery !== 'unclear') log.finish(customerId, delivery);
  return delivery;
}

/** @returns undefined where the guard cannot read the question, for example because the address is none. */
async function ask(customer: Customer, campaign: string, guard: GuardClient, complain: (line: string) => void) {
  const { customerId, email, timeZone, region } = customer;
  const question = {
    customerId,
    channel: 'email',
    purpose: 'marketing.newsletter',
    address: email,
    keys: { campaign },
    timeZone,
    region,
  } as const;
  try {
    // The guard keeps operation ids apart by customer, so the campaign's name would do; logs read better like this.
    return await guard.canContact(question, `${campaign}/${customerId}`);
  } catch (error) {
    if (!(error instanceof GuardError) || error.status !== 422) throw error;
    complain(error.message);
    return undefined;
  }
}

function whyHeld({ reasons }: Decision): string {
  return [...new Set(reasons.map(({ code, rule }) => (code === 'cap' ? `cap ${rule}` : code)))].sort().join(', ');
}

/** What is reported twice counts once, so a run that ends in between does no harm. */
async function reportOutcomes({ guard, log }: CampaignParts): Promise<void> {
  const open = log.unreported();
  const answers = await guard.postLines(
    '/outcomes',
    open.map(({ contactId, outcome }) => ({ contactId, outcome })),
  );
  for (const [index, { customerId }] of open.entries()) {
    // 503 is for the next run; what the guard will never accept (404, 409) is not asked again.
    if (answers[index] !== undefined && answers[index]['status'] !== 503) log.reported(customerId);
  }
}

/** Works on `concurrency` items at once. After an error no new one is begun, and those under way are worked to their end. */
async function forEach<T>(
  items: AsyncIterable<T>,
  concurrency: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.asyncIterator]();
  const errors: unknown[] = [];
  const worker = async (): Promise<void> => {
    try {
      while (errors.length === 0) {
        const next = await iterator.next();
        if (next.done) return;
        await work(next.value);
      }
    } catch (error) {
      errors.push(error);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  if (errors.length > 0) {
    await iterator.return?.();
    throw errors[0];
  }
}
