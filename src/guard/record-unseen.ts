/** A list that is taken over says one thing each of many addresses, most of which nothing is known of: those are recorded all at once. */
import type { Caller, Listed, ReadListed } from '../guard-contract.ts';
import type { Ids } from '../ids.ts';
import type { AddressAct } from '../refusals/act.ts';
import type { RefusalDeps } from '../refusals/deps.ts';
import { refusalAct } from '../refusals/refuse.ts';
import { checkUntil } from '../refusals/scope.ts';
import { suppressionAct } from '../refusals/suppression-act.ts';
import { checkPurposePattern } from '../requests/reader.ts';
import { fitting, readListed } from './read-listed.ts';

/** @returns as the guard does. What is not recorded names more than an address, does not fit, or is of one that is known. */
export async function recordUnseen(
  deps: RefusalDeps,
  said: readonly Listed[],
  caller: Caller,
): Promise<(boolean | undefined)[]> {
  const nowMs = await deps.store.nowMs();
  const isRecorded: (boolean | undefined)[] = said.map(() => false);
  const places: number[] = [];
  const acts: AddressAct[] = [];
  const readings = said.map((one) => one.read ?? readListed(deps.reader, one, caller.name));
  const withIds = { ...deps, ids: idsAtOnce(deps.ids, readings) };
  for (const [place, read] of readings.entries()) {
    const act = read && actOf(withIds, said[place] as Listed, read, caller, nowMs);
    if (act === undefined) continue;
    places.push(place);
    acts.push(act);
  }
  if (acts.length === 0) return isRecorded;
  for (const [at, isDone] of (await deps.acts.recordNew(acts)).entries()) isRecorded[places[at] as number] = isDone;
  return isRecorded;
}

/** @returns ids of which the first suppression of each address has one that was sealed with those of the others */
function idsAtOnce(ids: Ids, readings: readonly (ReadListed | undefined)[]): Ids {
  const homes = readings.flatMap((read) => (read ? [{ address: read.address }] : []));
  const left = new Map(ids.suppressionIds(homes).map((id, at) => [homes[at]?.address, id]));
  return {
    ...ids,
    suppressionId(home) {
      const address = 'address' in home ? home.address : undefined;
      const made = left.get(address);
      left.delete(address);
      return made ?? ids.suppressionId(home);
    },
  };
}

/** @returns undefined where it is to be said by itself, and be told what is wrong with it */
function actOf(
  deps: RefusalDeps,
  { kind, input }: Listed,
  { name, address }: ReadListed,
  caller: Caller,
  nowMs: number,
): AddressAct | undefined {
  const subject = { customer: undefined, address };
  return fitting(() => {
    if (input.purpose !== undefined) checkPurposePattern(input.purpose, deps.policies());
    if (kind === 'refusal') {
      checkUntil(input, nowMs);
      // Where nothing is known, no message is either that it could answer.
      const answered = { subject, purpose: undefined };
      return { ...refusalAct(deps, { input, caller: caller.name, name, answered, askedMs: nowMs }), ...subject };
    }
    const isOver = input.expiresAtMs !== undefined && input.expiresAtMs <= nowMs;
    return isOver ? undefined : suppressionAct(deps, input, subject, caller, name);
  });
}
