/** What a row of a list comes to without asking the store. A thread of its own does it for a long one: what else the guard needs is not loaded there. */
import { Problem } from '../errors.ts';
import type { Listed, ReadListed } from '../guard-contract.ts';
import type { RequestReader } from '../requests/reader.ts';

/** @returns undefined where it does not fit, is about more than an address, or has no operation id to be told by when it is said again */
export function readListed(reader: RequestReader, { kind, input }: Listed, caller: string): ReadListed | undefined {
  const { address, channel, region, customerId } = input;
  const namesMessage = kind === 'refusal' && (input.contactId !== undefined || input.answers !== undefined);
  if (address === undefined || customerId !== undefined || namesMessage) return undefined;
  return fitting(() => {
    const name = reader.act(caller, input);
    return name === undefined ? undefined : { address: reader.address(address, channel, region), name };
  });
}

/** @returns undefined where it does not fit */
export function fitting<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
