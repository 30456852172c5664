/** What the shop sent before it had a guard: 50 customers who are close to a cap of policies/default.yaml, or at it. */
import type { Customer } from './customers.ts';
import { idOf } from './generate-customers.ts';

/** A line of `POST /contacts`. */
export interface History {
  readonly customerId: string;
  readonly channel: 'email' | 'sms' | 'push';
  readonly purpose: string;
  readonly at: string;
  readonly operationId: string;
  readonly address?: string;
}

const hourMs = 3_600_000;

/** Customers `from` to `to` were contacted so many hours ago, on these channels. */
const groups: readonly {
  from: number;
  to: number;
  contacts: readonly (readonly [History['channel'], hoursAgo: number])[];
}[] = [
  // At the daily cap: held both times.
  {
    from: 101,
    to: 115,
    contacts: [
      ['email', 2],
      ['email', 5],
      ['email', 9],
    ],
  },
  // One below it: the second issue is held.
  {
    from: 116,
    to: 130,
    contacts: [
      ['email', 3],
      ['email', 20],
    ],
  },
  // One below the weekly cap.
  {
    from: 131,
    to: 140,
    contacts: [
      ['email', 30],
      ['email', 50],
      ['email', 70],
      ['email', 90],
      ['email', 120],
      ['email', 150],
    ],
  },
  // One below the cap on all channels together.
  {
    from: 141,
    to: 150,
    contacts: [
      ['sms', 4],
      ['sms', 6],
      ['push', 8],
      ['push', 10],
    ],
  },
];

/** @param suffix keeps the operation ids of several runs against one guard apart */
export function historyOf(customers: ReadonlyMap<string, Customer>, nowMs: number, suffix: string): History[] {
  return groups.flatMap(({ from, to, contacts }) =>
    Array.from({ length: to - from + 1 }, (_, index) => idOf(from + index)).flatMap((customerId) =>
      contacts.map(([channel, hoursAgo]) => ({
        customerId,
        channel,
        purpose: 'marketing.promotions',
        at: new Date(nowMs - hoursAgo * hourMs).toISOString(),
        operationId: `history/${channel}/${hoursAgo}${suffix}`,
        ...(channel === 'email' ? { address: customers.get(customerId)?.email } : {}),
      })),
    ),
  );
}
