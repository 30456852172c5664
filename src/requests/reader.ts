/** From what a caller sends to what the engine judges: addresses normalised and hashed, the region resolved, the purpose looked up. */

import type { AddressRef, DecideRequest, KeyedHash, Operation } from '../engine/request.ts';
import { countryOf } from '../engine/time/regions.ts';
import { placeOf } from '../engine/time/territories.ts';
import { zoneItself } from '../engine/time/zone-names.ts';
import { type FieldProblem, invalid, invalidAll, Problem } from '../errors.ts';
import type { ContactFields, FittingFields } from '../guard-contract.ts';
import { kindOfAnyAddress, normaliseAddress } from '../identity/addresses.ts';
import { type Hashes, toBase64Url } from '../identity/hashes.ts';
import { isoTime } from '../iso-time.ts';
import { didYouMean } from '../near-name.ts';
import { regionFault } from '../policy/places.ts';
import type { PolicySet } from '../policy/types.ts';
import { type AddressKind, addressKindOf, type Channel, purposeCovers } from '../vocabulary.ts';
import { instantProblems, problemsFoundBy } from './problems.ts';

/** The request as sent, without channel and purpose, which stand beside it; the address only as its keyed hash. */
export type LoggedRequest = Readonly<Record<string, unknown>>;

export interface RequestReader {
  /** @throws Problem 422 for a purpose outside the register or an address that cannot be normalised */
  read(fields: ContactFields, caller: string, policies: PolicySet): DecideRequest;
  /** Everything that `read` would find wrong, and the instants that are out of bounds now. */
  problemsOf(fields: FittingFields, policies: PolicySet): readonly FieldProblem[];
  /** The request as it may be logged. */
  logged(fields: ContactFields, request: DecideRequest): LoggedRequest;
  operation(
    caller: string,
    operationId: string,
    fields: { readonly region?: string | undefined; readonly timeZone?: string | undefined },
    request: DecideRequest,
  ): Operation;
  /** The name of a refusal, a suppression or a consent whose caller gave it an operation id (Hashes.act); undefined: it has none. */
  act(
    caller: string,
    fields: { readonly operationId?: string | undefined; readonly region?: string | undefined },
  ): string | undefined;
  /**
   * The address that a refusal, a suppression or a look-up names. With channel `*` it is an e-mail address or a phone number.
   * @param region as the caller sends it; a national number is read there, else in DEFAULT_REGION
   * @throws Problem 422 where it cannot be read, or the region is none
   */
  address(address: string, channel: string, region: string | undefined): AddressRef;
  /** What is wrong with an address and the region it is read in. */
  problemsOfAddress(fields: FittingFields): readonly FieldProblem[];
  keyHashes(keys: Readonly<Record<string, string>> | undefined): ReadonlyMap<string, string>;
  customer(customerId: string): KeyedHash;
}

const noKeys: ReadonlyMap<string, string> = new Map();

export function createRequestReader(
  hashes: Hashes,
  givenDefault: string | undefined,
  nowMs: () => number,
): RequestReader {
  const defaultRegion = givenDefault === undefined ? undefined : placeOf(givenDefault);

  const keyHashes: RequestReader['keyHashes'] = (keys) =>
    keys === undefined
      ? noKeys
      : new Map(Object.entries(keys).map(([name, value]) => [name, hashes.scopeKey(name, value)]));

  const countryFor = (region: string | undefined): string | undefined => {
    const place = region ?? defaultRegion;
    return place === undefined ? undefined : countryOf(place);
  };

  interface ReadAddress {
    readonly ref: AddressRef;
    readonly country: string | undefined;
  }
  let last: { address: string; kind: AddressKind; region: string | undefined; read: ReadAddress } | undefined;

  const readAddress = (address: string, kind: AddressKind, region: string | undefined): ReadAddress => {
    // It is looked at whether it fits, and then read.
    if (last?.address === address && last.kind === kind && last.region === region) return last.read;
    const normalised = normaliseAddress(kind, address, countryFor(region));
    if ('fault' in normalised) throw invalid('address', normalised.fault);
    const read = { ref: { kind, hash: hashes.address(kind, normalised.text) }, country: normalised.country };
    last = { address, kind, region, read };
    return read;
  };

  const checkPurpose = (purpose: string, { purposes }: PolicySet): void => {
    if (!purposes.has(purpose))
      throw invalid('purpose', `is not in the register of purposes; ${knownPurposes(purpose, purposes)}`);
  };

  const addressOf = ({ address, channel, region }: FittingFields): ReturnType<typeof readAddress> | undefined =>
    address === undefined || channel === undefined
      ? undefined
      : readAddress(address, addressKindOf(channel as Channel), placeNamed(region));

  const addressNamed: RequestReader['address'] = (address, channel, given) => {
    const region = placeNamed(given);
    if (channel !== '*') return readAddress(address, addressKindOf(channel as Channel), region).ref;
    const kind = kindOfAnyAddress(address, countryFor(region));
    if (!kind)
      throw invalid(
        'address',
        'with channel * an address is an e-mail address or a phone number; name the channel of any other',
      );
    return readAddress(address, kind, region).ref;
  };

  const problemsOfAddress: RequestReader['problemsOfAddress'] = ({ address, channel, region }) => {
    const ofRegion = problemsFoundBy([() => placeNamed(region)]);
    if (address === undefined || channel === undefined) return ofRegion;
    // A region that is none is told once, and says nothing of the address.
    const known = ofRegion.length === 0 ? region : undefined;
    return [...ofRegion, ...problemsFoundBy([() => addressNamed(address, channel, known)])];
  };

  const problemsOf: RequestReader['problemsOf'] = (fields, policies) => {
    const { purpose, confirmByMs, atMs, outcomeAtMs } = fields;
    return [
      ...problemsFoundBy([() => purpose === undefined || checkPurpose(purpose, policies)]),
      ...problemsOfAddress(fields),
      ...instantProblems({ confirmByMs, atMs, outcomeAtMs }, nowMs()),
    ];
  };

  /** @returns the address. @throws Problem with every problem, where there is one */
  const lookAt = (fields: ContactFields, policies: PolicySet): ReturnType<typeof readAddress> | undefined => {
    try {
      checkPurpose(fields.purpose, policies);
      placeNamed(fields.region);
      return addressOf(fields);
    } catch (error) {
      throw error instanceof Problem ? invalidAll(problemsOf(fields, policies)) : error;
    }
  };

  return {
    address: addressNamed,
    problemsOfAddress,
    keyHashes,
    problemsOf,
    customer: hashes.customer,
    read(fields, caller, policies) {
      const found = lookAt(fields, policies);
      return {
        customer: hashes.customer(fields.customerId),
        channel: fields.channel,
        purpose: fields.purpose,
        region: placeNamed(fields.region) ?? found?.country ?? defaultRegion ?? null,
        caller,
        address: found?.ref,
        keys: keyHashes(fields.keys),
        timeZone: fields.timeZone,
        targeting: fields.targeting ?? [],
      };
    },
    logged(fields, request) {
      const shown = withIsoTimes(fields as ContactFields & Record<string, unknown>);
      if (request.address) shown['addressHash'] = toBase64Url(request.address.hash);
      return shown;
    },
    operation(caller, operationId, fields, request) {
      const { operationId: _operationId, mode: _mode, address: _address, ...rest } = fields as Record<string, unknown>;
      const body = {
        ...rest,
        keys: rest['keys'] ?? {},
        targeting: rest['targeting'] ?? [],
        address: request.address?.hash ?? null,
        // A territory with two codes is one place, a zone with several names one zone.
        region: placeNamed(fields.region),
        timeZone: fields.timeZone === undefined ? undefined : zoneItself(fields.timeZone),
      };
      return hashes.operation(caller, operationId, canonical(body));
    },
    act(caller, { operationId, ...said }) {
      if (operationId === undefined) return undefined;
      return hashes.act(caller, operationId, canonical({ ...said, region: placeNamed(said.region) }));
    },
  };
}

const places = new Map<string, string>();

/**
 * The place that a region names: a territory with two codes is one. What does not exist would match no rule: it is not taken for one.
 * Only real ones are remembered, and they are few.
 * @throws Problem 422
 */
function placeNamed(region: string | undefined): string | undefined {
  if (region === undefined) return undefined;
  const known = places.get(region);
  if (known !== undefined) return known;
  const fault = regionFault(region);
  if (fault !== undefined) throw invalid('region', `must be ${fault}`);
  const place = placeOf(region);
  places.set(region, place);
  return place;
}

/** JSON with names in order and without absent fields, so that the order of fields does not matter. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join()}}`;
}

/** Said in clear beside it, or never. */
const notSealed = new Set(['channel', 'purpose', 'address']);

/** Inputs carry instants as `…Ms`; what is logged names them as the caller did. */
function withIsoTimes(fields: Record<string, unknown>): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const name in fields) {
    const value = fields[name];
    if (value === undefined || notSealed.has(name)) continue;
    if (name.endsWith('Ms') && typeof value === 'number') shown[name.slice(0, -2)] = isoTime(value);
    else shown[name] = value;
  }
  return shown;
}

/** @throws Problem 422 where a purpose pattern covers nothing in the register */
export function checkPurposePattern(purpose: string, policies: PolicySet): void {
  if (purpose === '*') return;
  for (const known of policies.purposes.keys()) if (purposeCovers(purpose, known)) return;
  throw invalid(
    'purpose',
    `is not in the register of purposes and covers nothing in it; ${knownPurposes(purpose, policies.purposes)}`,
  );
}

function knownPurposes(given: string, purposes: PolicySet['purposes']): string {
  const known = [...purposes.keys()];
  return `known: ${known.join(', ')}${didYouMean(given, known)}`;
}
