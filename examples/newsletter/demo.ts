/** The demonstration: a shop with some history sends two issues of its newsletter, and the first of them a second time as after a crash. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCampaign } from './campaign.ts';
import { problemsOf, type Seen } from './check.ts';
import { type Customer, readCustomers } from './customers.ts';
import { idOf } from './generate-customers.ts';
import { createGuardClient, type GuardClient } from './guard-client.ts';
import { type History, historyOf } from './history.ts';
import { createMailer } from './mail.ts';
import { type MailServer, startMailServer } from './mail-server.ts';
import { startOwnGuard } from './own-guard.ts';
import { openSentLog } from './sent-log.ts';
import { table } from './table.ts';

export interface Demo extends Seen {
  readonly problems: readonly string[];
}

export interface DemoOptions {
  /** A guard that runs already; undefined: one is started. */
  readonly guardUrl?: string | undefined;
  readonly guardKey?: string | undefined;
  readonly print: (text: string) => void;
  /** Looks at everything before it is taken down. */
  readonly inspect?: (demo: Demo) => Promise<void>;
}

const file = fileURLToPath(new URL('customers.csv', import.meta.url));
const concurrency = 20;
/** Where customers reach the guard: links and headers begin with it. */
const publicUrl = 'https://guard.shop.example';

/** Written otherwise than in the CSV: it is the same mailbox. */
const earlierUnsubscribes = [
  { customerId: idOf(31), address: 'never.again@example.com' },
  { customerId: idOf(32), address: 'No-Thanks@XN--BCHER-KVA.example' },
];
/** 25 customers, among them one of the two who share an address. */
const laterUnsubscribes = [21, ...Array.from({ length: 24 }, (_, index) => 300 + 25 * index)].map(idOf);

/** @returns what was found wrong; empty: all is well. */
export async function runDemo({ guardUrl, guardKey, print, inspect }: DemoOptions): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'newsletter-'));
  const own = guardUrl === undefined ? await startOwnGuard(folder, { PUBLIC_URL: publicUrl }) : undefined;
  const url = own?.url ?? (guardUrl as string);
  const mail = await startMailServer();
  print(`The guard is at ${url}, the mail server at ${mail.url}.\n`);
  try {
    const demo = await play(createGuardClient({ url, key: guardKey }), url, mail, folder, own === undefined, print);
    print(`\n${table(demo.runs)}\n`);
    await inspect?.(demo);
    return demo.problems;
  } finally {
    await mail.stop();
    await own?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function play(
  guard: GuardClient,
  guardUrl: string,
  mail: MailServer,
  folder: string,
  isSharedGuard: boolean,
  print: (text: string) => void,
): Promise<Demo> {
  const startedMs = Date.now();
  // A guard that outlives this run remembers the campaigns of the one before.
  const suffix = isSharedGuard ? `-${startedMs.toString(36)}` : '';
  const customers = await customersById();
  const history = historyOf(customers, startedMs, suffix);

  await expectAccepted(guard, history);
  await Promise.all(earlierUnsubscribes.map((who) => unsubscribe(guard, who)));
  print(`${history.length} earlier contacts and ${earlierUnsubscribes.length} earlier unsubscribes are on record.\n`);

  const mailer = createMailer(mail.url, concurrency);
  const runs: Demo['runs'][number][] = [];
  const run = async (campaign: string, title: string): Promise<void> => {
    const log = openSentLog(join(folder, 'sent-log.db'), campaign);
    const beganMs = performance.now();
    try {
      const complain = (line: string) => print(`${line}\n`);
      const rows = readCustomers(file);
      const tally = await runCampaign({ campaign, customers: rows, guard, mailer, log, concurrency, complain });
      runs.push({ title, campaign, tally });
      print(`${title}: ${((performance.now() - beganMs) / 1000).toFixed(1)} s\n`);
    } finally {
      log.close();
    }
  };
  try {
    await run(`issue-41${suffix}`, 'issue-41');
    await run(`issue-41${suffix}`, 'issue-41 again');
    const clicks = await Promise.all(
      laterUnsubscribes.map(async (id) => {
        const address = customers.get(id)?.email ?? '';
        const clicked = await unsubscribeByMail(mail, guardUrl, address);
        if (!clicked) await unsubscribe(guard, { customerId: id, address });
        return clicked;
      }),
    );
    const clicked = clicks.filter(Boolean).length;
    print(`${laterUnsubscribes.length} customers unsubscribe, ${clicked} with one click in their mail program.\n`);
    await run(`issue-42${suffix}`, 'issue-42');
  } finally {
    mailer.close();
  }
  const earlier = earlierUnsubscribes.map(({ customerId }) => customerId);
  const seen = { runs, customers, history, earlier, later: laterUnsubscribes, mail, guard };
  return { ...seen, problems: problemsOf(seen) };
}

async function customersById(): Promise<Map<string, Customer>> {
  const customers = new Map<string, Customer>();
  for await (const customer of readCustomers(file))
    if (!customers.has(customer.customerId)) customers.set(customer.customerId, customer);
  return customers;
}

async function expectAccepted(guard: GuardClient, history: readonly History[]): Promise<void> {
  const answers = await guard.postLines('/contacts', history);
  const refused = answers.find((answer) => answer['status'] !== undefined);
  if (refused) throw new Error(`the guard refused a line of history: ${JSON.stringify(refused)}`);
}

async function unsubscribe(guard: GuardClient, who: { customerId: string; address: string }): Promise<void> {
  await guard.post('/refusals', {
    ...who,
    channel: 'email',
    purpose: 'marketing.newsletter',
    signal: 'unsubscribe',
    source: 'newsletter-example',
  });
}

/**
 * What a mail program does at the press of its button (RFC 8058): a POST to the address in the header, without login or cookies.
 * @returns false where no message with such a header came
 */
async function unsubscribeByMail(mail: MailServer, guardUrl: string, address: string): Promise<boolean> {
  const message = mail.received.find(({ to }) => to === address);
  const link = /^<(https?:[^>]+)>$/.exec(message?.headers.get('list-unsubscribe') ?? '')?.[1];
  if (link === undefined) return false;
  // Nobody has the public name here: what it would lead to is asked itself.
  const response = await fetch(guardUrl + new URL(link).pathname, {
    method: 'POST',
    body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    redirect: 'error',
  });
  if (response.status !== 200) throw new Error(`one click was answered ${response.status}`);
  return true;
}
