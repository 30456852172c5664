/**
 * The person who refused by some means says by the same means that they want to hear again: START after STOP. It takes back what that person
 * refused so, and nothing else; what was refused since stands, also when the opt-in is sent once more.
 */
import { createHash } from 'node:crypto';
import type { OptInHeard } from '../engine/record/address.ts';
import type { Suppression } from '../engine/record/record.ts';
import type { Caller, OptInInput } from '../guard-contract.ts';
import { acknowledged } from './acknowledged.ts';
import type { RefusalDeps } from './deps.ts';
import type { Suppressions } from './suppressions.ts';

/** Of one address. Past it an opt-in takes back nothing, since it could not be told from its repetition any more. */
const mostHeard = 100;

/** @returns the suppressions that it lifted */
export async function optIn(
  { store, reader }: RefusalDeps,
  suppressions: Suppressions,
  input: OptInInput,
  caller: Caller,
): Promise<{ lifted: readonly string[] }> {
  const address = reader.address(input.address, input.channel, input.region);
  const id = createHash('sha256').update(`${input.source}\n${input.saidId}`).digest('base64url').slice(0, 16);
  const isOwn = (one: Suppression): boolean =>
    one.origin === 'refusal' &&
    one.source === input.source &&
    one.channel === input.channel &&
    input.signals.includes(one.signal) &&
    (input.atMs === undefined || one.receivedMs <= input.atMs);
  // What it takes is settled when it is first heard.
  const takes = await acknowledged(store, (writes) =>
    writes.transactAddress<OptInHeard['takes']>(address, ({ cold }) => {
      const before = cold.heard.find((one) => one.id === id);
      if (before) return { value: before.takes, changed: false };
      if (cold.heard.length >= mostHeard) return { value: [], changed: false };
      const own = cold.suppressions.filter(isOwn);
      const heard = { id, takes: own.map(({ suppressionId, said }) => ({ suppressionId, said })) };
      cold.heard.push(heard);
      return { value: heard.takes, changed: true };
    }),
  );
  const isTaken = (one: Suppression): boolean =>
    takes.some(({ suppressionId, said }) => suppressionId === one.suppressionId && said === one.said);
  const why = { reason: 'the person opted in again', source: input.source };
  return { lifted: takes.length === 0 ? [] : await suppressions.liftAt(address, isTaken, why, caller) };
}
