/** Holds what the mail server received against what should have happened; it takes nobody's word but the server's. */
import type { Fate, Tally } from './campaign.ts';
import type { Customer } from './customers.ts';
import type { GuardClient } from './guard-client.ts';
import type { History } from './history.ts';
import { messageIdOf } from './mail.ts';
import type { MailServer } from './mail-server.ts';

const dayMs = 86_400_000;

/** Of policies/default.yaml: over how long, on which channels, how many. */
const caps = [
  { name: 'email-daily', limit: 3, windowMs: dayMs, channels: ['email'] },
  { name: 'email-weekly', limit: 7, windowMs: 7 * dayMs, channels: ['email'] },
  { name: 'marketing-daily', limit: 5, windowMs: dayMs, channels: ['email', 'sms', 'push'] },
];

/** What a demonstration left behind. */
export interface Seen {
  readonly runs: readonly { readonly title: string; readonly campaign: string; readonly tally: Tally }[];
  readonly customers: ReadonlyMap<string, Customer>;
  readonly history: readonly History[];
  /** Who said no before the first run, and between the first and the second. */
  readonly earlier: readonly string[];
  readonly later: readonly string[];
  readonly mail: MailServer;
  readonly guard: GuardClient;
}

/** @returns one line for each guarantee that does not hold */
export function problemsOf(seen: Seen): string[] {
  const perCampaign = receivedBy(seen);
  return [
    ...countProblems(seen, perCampaign),
    ...repeats(perCampaign),
    ...capProblems(seen, perCampaign),
    ...refusalProblems(seen, perCampaign),
  ];
}

/** @returns by campaign: the customers whose message the mail server received, as often as it did */
export function receivedBy({ runs, customers, mail }: Seen): Map<string, string[]> {
  const campaigns = [...new Set(runs.map(({ campaign }) => campaign))];
  const found = new Map<string, { campaign: string; customerId: string }>();
  for (const campaign of campaigns)
    for (const customerId of customers.keys()) found.set(messageIdOf(campaign, customerId), { campaign, customerId });
  const received = new Map<string, string[]>(campaigns.map((campaign) => [campaign, []]));
  for (const { messageId } of mail.received) {
    const message = found.get(messageId);
    if (message) received.get(message.campaign)?.push(message.customerId);
  }
  return received;
}

type PerCampaign = ReadonlyMap<string, readonly string[]>;

function countProblems({ runs, mail }: Seen, perCampaign: PerCampaign): string[] {
  const allowed = sumOf(runs, ['sent', 'bounced', 'deferred', 'unclear']);
  const problems: string[] = [];
  if (mail.received.length !== allowed - mail.refused.length) {
    problems.push(
      `${allowed} allowed, ${mail.refused.length} refused by the mail server, but ${mail.received.length} received`,
    );
  }
  for (const [campaign, ids] of perCampaign) {
    const sent = sumOf(
      runs.filter((run) => run.campaign === campaign),
      ['sent'],
    );
    if (ids.length !== sent) problems.push(`${campaign}: ${sent} sent, but ${ids.length} received`);
  }
  return problems;
}

function sumOf(runs: Seen['runs'], fates: readonly Fate[]): number {
  return runs.flatMap(({ tally }) => fates.map((fate) => tally.get(fate) ?? 0)).reduce((sum, count) => sum + count, 0);
}

function repeats(perCampaign: PerCampaign): string[] {
  return [...perCampaign].flatMap(([campaign, ids]) =>
    ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `${campaign}: ${id} received it more than once`),
  );
}

/** The demonstration takes far less than the shortest window, so what was received now lies in all of them. */
function capProblems({ customers, history }: Seen, perCampaign: PerCampaign): string[] {
  const received = [...perCampaign.values()].flat();
  const nowMs = Date.now();
  return [...customers.keys()].flatMap((customerId) => {
    const mails = received.filter((id) => id === customerId).length;
    const before = history.filter((contact) => contact.customerId === customerId);
    return caps.flatMap(({ name, limit, windowMs, channels }) => {
      const earlier = before.filter(
        ({ at, channel }) => channels.includes(channel) && nowMs - Date.parse(at) < windowMs,
      ).length;
      return mails > 0 && mails + earlier > limit ? [`${customerId}: ${mails + earlier} contacts, over ${name}`] : [];
    });
  });
}

function refusalProblems({ runs, earlier, later }: Seen, perCampaign: PerCampaign): string[] {
  const campaigns = [...new Set(runs.map(({ campaign }) => campaign))];
  return campaigns.flatMap((campaign, index) => {
    const refusing = new Set(index === 0 ? earlier : [...earlier, ...later]);
    const ids = perCampaign.get(campaign) ?? [];
    return ids.filter((id) => refusing.has(id)).map((id) => `${campaign}: ${id} had unsubscribed`);
  });
}
