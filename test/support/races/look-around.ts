/** What must hold once nothing is under way any more: both processes are asked about everybody, and all that is listed is lifted. */
import type { KeyedHash } from '../../../src/engine/request.ts';
import type { Service } from '../../../src/service.ts';
import type { World } from '../world.ts';
import { subjectOf } from './actor.ts';
import { orderThatAgrees } from './agree.ts';
import type { Asked, Question } from './question.ts';

const customers = ['ann', 'bob'];
const addresses = ['one@example.org', 'two@example.org'];

export interface Around {
  readonly parts: readonly { readonly world: World; readonly service: Service }[];
  readonly asked: Asked[];
  readonly now: () => number;
  /** All that was asked was answered: no process was killed. */
  readonly isWhole: boolean;
  readonly order: string;
}

/** @throws with the order where something does not agree */
export async function lookAround({ parts, asked, now, isWhole, order }: Around): Promise<void> {
  const fail = (why: string): never => {
    const lines = asked.map(({ what, beganAt, endedAt }) => `${beganAt}-${endedAt ?? ''} ${JSON.stringify(what)}`);
    throw new Error(`${why}\nin the order ${order}\n${lines.join('\n')}`);
  };
  const worlds = parts.slice(0, 2).map(({ world }) => world);
  const [first, second] = worlds as [World, World];
  const note = (what: Question) => asked.push({ what, atMs: first.nowMs(), beganAt: now(), endedAt: now() });
  const listed = new Set<string>();
  const idsOf = (found: readonly object[]) => found.map((one) => (one as { suppressionId: string }).suppressionId);
  // What is asked at once is as good as asked one after the other.
  const list = async (): Promise<void> => {
    const looks = worlds.flatMap(({ guard }) => [
      ...customers.map(async (customer) => ({ customer, ids: idsOf(await guard.suppressionsOfCustomer(customer)) })),
      ...addresses.map(async (address) => ({
        address,
        ids: idsOf(await guard.suppressionsOfAddress({ address, channel: 'email' })),
      })),
    ]);
    for (const look of await Promise.all(looks)) {
      note({ kind: 'list', ...look });
      for (const id of look.ids) listed.add(id);
    }
  };
  const checks = async (): Promise<boolean[]> => {
    const looks = customers.flatMap((customer, turn) =>
      [undefined, ...addresses].map(async (address, at) => {
        const { allowed } = await (worlds[(turn + at) % 2] as World).check(subjectOf({ customer, address }));
        return { customer, ...(address === undefined ? {} : { address }), allowed };
      }),
    );
    const found = await Promise.all(looks);
    for (const one of found) note({ kind: 'decide', isCheck: true, ...one });
    return found.map(({ allowed }) => allowed);
  };
  const contacts = async (): Promise<void> => {
    const known = asked.flatMap(({ what }) => ('contact' in what && what.contact !== undefined ? [what.contact] : []));
    for (const contact of new Set(known)) {
      const found = (await second.guard.contact(contact).catch(() => undefined)) as { counts?: boolean } | undefined;
      note({ kind: 'contact', contact, counts: found?.counts });
    }
  };
  await checks();
  await list();
  await contacts();
  if (!orderThatAgrees(asked)) fail('no order explains the answers');
  await eventsKept(second, asked, { isWhole, fail });
  await nobodyShown(second, fail);
  for (const address of addresses) {
    const ref = { kind: 'email' as const, hash: parts[0]?.service.hashes.address('email', address) as KeyedHash };
    const pending = await parts[0]?.service.store.readAddress(ref, ({ cold }) => cold.pending.length);
    if (pending !== 0) fail(`${pending} events are pending for ever`);
  }
  for (const id of listed) {
    const left = await first
      .lift(id)
      .catch((error: unknown) => fail(`${id} is listed and cannot be lifted: ${String(error)}`));
    if (left) fail(`${id} stands though nobody said it again`);
  }
  if ((await checks()).includes(false)) fail('somebody is bound though all that is listed was lifted');
  const before = listed.size;
  listed.clear();
  await list();
  if (listed.size > 0) fail(`${listed.size} of ${before} suppressions are listed after all were lifted`);
}

/** What was acknowledged is an event, once, and says what was answered; what nobody asked for is none. */
async function eventsKept(
  { guard }: World,
  asked: readonly Asked[],
  { isWhole, fail }: { readonly isWhole: boolean; fail(why: string): never },
): Promise<void> {
  const told = new Set<string>();
  for (const { what } of asked) {
    if (what.kind !== 'suppress' || what.event === undefined) continue;
    const { event, revoked } = what;
    const found = (await guard.refusal(event).catch(() => undefined)) as
      | { refusalId?: string; revoked?: string[] }
      | undefined;
    if (found?.refusalId !== event) fail(`the refusal ${event} was acknowledged and is not kept`);
    if (!told.has(event) && revoked && found?.revoked?.join() !== revoked.join())
      fail(`the refusal ${event} says that it ended ${found?.revoked?.join()}, and its answer ${revoked.join()}`);
    told.add(event);
  }
  for (const customerId of customers) {
    const { events: found } = await guard.refusalEvents({ customerId, limit: 100 });
    const events = found as readonly EventShown[];
    const count = (kind: string) => events.filter(({ event }) => event === kind).length;
    const times = (kind: Question['kind']) => asked.filter(({ what }) => what.kind === kind).length;
    if (count('erasure') > times('remove')) fail(`${customerId} was erased more often than it was asked`);
    // By these alone a refusal is not told.
    const untold = asked.filter(
      ({ what }) => what.kind === 'suppress' && what.reaches && what.event === undefined,
    ).length;
    const others = events.filter(
      ({ event, refusalId, repeats }) => event === 'refusal' && repeats === undefined && !told.has(refusalId ?? ''),
    );
    if (isWhole && others.length > untold + times('review')) fail(`nobody said ${JSON.stringify(others)}`);
  }
}

/** What an erasure took of an event it took of the suppression at its address, too. */
async function nobodyShown({ guard }: World, fail: (why: string) => never): Promise<void> {
  for (const address of addresses)
    for (const one of (await guard.suppressionsOfAddress({ address, channel: 'email' })) as SuppressionShown[]) {
      if (one.refusalId === undefined || !one.keys?.['brand']) continue;
      const event = await guard.refusal(one.refusalId);
      // What was missed at a first contact was said with the event that it repeats.
      if (!('keys' in event || 'repeats' in event)) fail(`${one.suppressionId} shows keys of somebody who was erased`);
    }
}

interface SuppressionShown {
  readonly suppressionId: string;
  readonly refusalId?: string;
  readonly keys?: Readonly<Record<string, string>>;
}

interface EventShown {
  readonly event: string;
  readonly refusalId?: string;
  readonly repeats?: string;
}
