/** What refusals, suppressions and lifts do to a customer's record and to an address. Pure: run inside a store's atomic step. */
import { covers } from '../engine/facts.ts';
import { contactBySeq, hasRunOut, type Lifted, type Suppression } from '../engine/record/record.ts';
import type { StepState } from '../engine/steps/state.ts';
import { invalid, Problem } from '../errors.ts';
import { purposeCovers, type Register, scopeCovers } from '../vocabulary.ts';

/** Of one customer or address (contract 3). */
export const mostSuppressions = 1000;

/**
 * Puts suppressions in a list. One that repeats an earlier one affirms it: the earlier one then rests on the newer event.
 * @returns what stands for each of them
 * @throws Problem 422 where the list is full, for an operator's; a refusal is never turned away and becomes a wider one
 */
export function affirm(list: Suppression[], added: readonly Suppression[], nowMs: number): Suppression[] {
  const standing = added.map((one) => {
    if (repeated(list, one) !== -1 || list.length < mostSuppressions) return affirmOne(list, one);
    if (one.origin === 'operator') throw tooMany(one.address === undefined ? 'customerId' : 'address');
    return affirmWidened(list, one, nowMs);
  });
  return standing.length < 2 ? standing : [...new Map(standing.map((one) => [one.suppressionId, one])).values()];
}

/** @returns Problem 422 that names the limit */
export function tooMany(field: 'customerId' | 'address'): Problem {
  return invalid(
    field,
    `has ${mostSuppressions} suppressions in force, which is the most: lift some, or set one that covers them`,
  );
}

function affirmOne(list: Suppression[], one: Suppression): Suppression {
  const place = repeated(list, one);
  const earlier = list[place];
  if (!earlier) {
    list.push(one);
    return one;
  }
  const affirmed = { ...earlier, ...newest(earlier, one) };
  list[place] = affirmed;
  return affirmed;
}

/** What an affirmed suppression takes from the newer one. */
function newest(
  earlier: Suppression,
  one: Suppression,
): Pick<Suppression, 'eventId' | 'said' | 'receivedMs' | 'affirmedMs' | 'alone' | 'waited'> {
  const { eventId, affirmedMs, alone, waited } = one;
  return {
    eventId,
    said: earlier.said + 1,
    affirmedMs,
    receivedMs: Math.max(earlier.receivedMs, one.receivedMs),
    // Once said by the address alone, it is of whoever is reached there: what the newer one does not say stays.
    ...(alone && { alone }),
    ...(waited !== undefined && { waited }),
  };
}

/** Only the same signal, source, subject, scope and expiry repeats an earlier one; a refusal never merges with an operator's. */
function repeated(list: readonly Suppression[], one: Suppression): number {
  if (list.length === 0) return -1;
  const scope = scopeText(one);
  return list.findIndex(
    (other) =>
      other.channel === one.channel &&
      other.purpose === one.purpose &&
      other.origin === one.origin &&
      other.signal === one.signal &&
      other.source === one.source &&
      other.unsure === one.unsure &&
      other.customer === one.customer &&
      other.address === one.address &&
      other.expiresMs === one.expiresMs &&
      scopeText(other) === scope,
  );
}

/** Past the limit: every purpose of the channel, without keys. Of these a customer has one for ever and one that ends, which is the last to end. */
function affirmWidened(list: Suppression[], one: Suppression, nowMs: number): Suppression {
  const { atMost: _atMost, classes: _classes, except: _except, ...whole } = one;
  const wide: Suppression = {
    ...whole,
    purpose: '*',
    keys: {},
    sealed: undefined,
    targeting: one.targeting.length > 0 ? ['*'] : [],
  };
  const place = list.findIndex(
    (other) =>
      inForceAt(other, nowMs) &&
      other.origin === 'refusal' &&
      other.unsure === wide.unsure &&
      other.customer === wide.customer &&
      other.channel === wide.channel &&
      other.purpose === '*' &&
      other.classes === undefined &&
      Object.keys(other.keys).length === 0 &&
      other.atMost === undefined &&
      other.targeting.join() === wide.targeting.join() &&
      (other.expiresMs === null) === (wide.expiresMs === null),
  );
  const earlier = list[place];
  if (!earlier) {
    list.push(wide);
    return wide;
  }
  const expiresMs = wide.expiresMs === null ? null : Math.max(wide.expiresMs, earlier.expiresMs ?? 0);
  const affirmed = { ...earlier, ...newest(earlier, wide), expiresMs };
  list[place] = affirmed;
  return affirmed;
}

function scopeText({ classes = [], except = [], keys, targeting, atMost }: Suppression): string {
  const named = Object.entries(keys).sort(([a], [b]) => (a < b ? -1 : 1));
  const lists = [classes, except, targeting].map((list) => [...list].sort());
  return JSON.stringify([named, ...lists, atMost?.limit, atMost?.windowMs]);
}

/**
 * What is left of a suppression once a purpose is given back: itself where that covers nothing of it, undefined where nothing is left. Of
 * a pattern only the whole is given back; of classes a part, and what the register gains beyond that part is still refused.
 */
export function leftOf(one: Suppression, purpose: string, register: Register): Suppression | undefined {
  if (purposeCovers(purpose, one.purpose)) return undefined;
  const isPart = [...register.keys()].some((name) => purposeCovers(purpose, name) && scopeCovers(one, name, register));
  if (!one.classes || !isPart) return one;
  const others = (one.except ?? []).filter((other) => !purposeCovers(purpose, other));
  return { ...one, except: [...others, purpose] };
}

export function inForceAt(suppression: Suppression, nowMs: number): boolean {
  return suppression.expiresMs === null || suppression.expiresMs > nowMs;
}

/**
 * Puts what stands at an address into its customer's record, word for word, unless it was lifted or said again since: of two events at once the
 * later one may come here first.
 * @returns the numbers of the contacts whose open holds it ends
 */
export function putInRecord(state: StepState, standing: readonly Suppression[], register: Register): number[] {
  const { nowMs } = state;
  const cold = state.cold();
  const binding = standing.filter((one) => !isTaken(cold.lifted, one));
  for (const one of binding) {
    const place = cold.suppressions.findIndex((other) => other.suppressionId === one.suppressionId);
    const there = cold.suppressions[place];
    if (there) {
      if (there.said < one.said) cold.suppressions[place] = one;
    } else if (cold.suppressions.length < mostSuppressions || one.origin === 'operator') cold.suppressions.push(one);
    else affirmWidened(cold.suppressions, one, nowMs);
  }
  return endHolds(state, binding, register);
}

export function isTaken(lifted: readonly Lifted[], one: Suppression): boolean {
  return lifted.some(({ suppressionId, said }) => suppressionId === one.suppressionId && one.said <= said);
}

/** Ends the open holds that refusals among these cover; an operator's suppression is for `confirm` to judge. @returns their contacts' numbers */
export function endHolds(state: StepState, suppressions: readonly Suppression[], register: Register): number[] {
  const { record, nowMs } = state;
  const refusals = suppressions.filter(({ origin, atMost }) => origin === 'refusal' && atMost === undefined);
  const open = record.holds.filter((hold) => hold.state === 'open' && !hasRunOut(hold, nowMs));
  if (refusals.length === 0 || open.length === 0) return [];
  const covered = state
    .held(open.map(({ seq }) => seq))
    .filter(({ request }) => refusals.some((one) => covers(one, request, register)))
    .map(({ seq }) => seq);
  for (const hold of open) {
    if (!covered.includes(hold.seq)) continue;
    hold.state = 'revoked';
    const contact = contactBySeq(record, hold.seq);
    if (contact) {
      contact.status = 'cancelled';
      contact.held = false;
    }
  }
  return covered;
}

/** Takes suppressions that nobody said again since the lift was asked. @returns those that stand all the same */
export function takeFrom(part: { suppressions: Suppression[] }, lifts: readonly Lifted[]): Suppression[] {
  part.suppressions = part.suppressions.filter((one) => !isTaken(lifts, one));
  return part.suppressions.filter((one) => lifts.some(({ suppressionId }) => suppressionId === one.suppressionId));
}

/**
 * @param news that it was said again by somebody who was not told yet, and that is in what was found
 * @throws Problem 409 where it is gone, or was said again since it was found
 */
export function mustStand(list: readonly Suppression[], found: Suppression, news?: 'said again'): void {
  const there = list.find(({ suppressionId }) => suppressionId === found.suppressionId);
  if (there?.said === found.said && news === undefined) return;
  throw new Problem(
    'conflict',
    there
      ? 'the same was said again at this moment: read the list once more'
      : 'this review is decided already, or its suppression was lifted',
  );
}

export function liftOf({ suppressionId, said }: Suppression, atMs: number): Lifted {
  return { suppressionId, said, atMs };
}

/** Takes the suppression whose place another one is to have. @returns the lift of it. @throws Problem 409 where it does not stand as it was found */
export function makePlace(
  part: { suppressions: Suppression[] },
  replaced: Suppression | undefined,
  nowMs: number,
): readonly Lifted[] {
  if (!replaced) return [];
  mustStand(part.suppressions, replaced);
  const lifts = [liftOf(replaced, nowMs)];
  takeFrom(part, lifts);
  return lifts;
}
