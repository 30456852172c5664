/** What can be imported, and what becomes of a row of each: the fields are those of the endpoint, and so are their bounds. */
import { z } from 'zod';
import { invalid } from '../../errors.ts';
import type { Caller, ConsentInput, ElsewhereInput, Guard, Listed } from '../../guard-contract.ts';
import { check } from '../../http/check.ts';
import { contactRequest, toElsewhereInput } from '../../http/schemas/contacts.ts';
import {
  consentRequest,
  refusalRequest,
  suppressionRequest,
  toConsentInput,
  toRefusalInput,
  toSuppressionInput,
} from '../../http/schemas/refusals.ts';
import { type Columns, fieldsUnder, type Header } from './columns.ts';
import type { ImportName } from './names.ts';

/** A row that fits. */
export interface Item {
  /** How a service is told; left out where there is none. */
  readonly sent?: Sent;
  /** Of rows with the same key the earlier one is recorded first. */
  readonly key: string;
  /** What the guard is told. */
  readonly said: Said;
}

export interface Sent {
  readonly path: string;
  /** Its Idempotency-Key; undefined: the body has an id of its own. */
  readonly under: string | undefined;
  readonly body: object;
}

export type Said =
  | Listed
  | { readonly kind: 'contact'; readonly input: ElsewhereInput }
  | { readonly kind: 'consent'; readonly input: ConsentInput };

export function say(guard: Guard, caller: Caller, { kind, input }: Said): Promise<{ readonly replayed?: boolean }> {
  switch (kind) {
    case 'contact':
      return guard.recordContact(input, caller);
    case 'refusal':
      return guard.refuse(input, caller);
    case 'suppression':
      return guard.suppress(input, caller);
    case 'consent':
      return guard.consent(input, caller);
  }
}

export interface ImportKind {
  readonly name: ImportName;
  /** @throws CommandError where the first line of CSV names columns that are none */
  headerOf(first: readonly string[]): Header;
  /**
   * @param id names the row by what it says and where it stands; the same in every run
   * @param run names this import of the file; one that is carried on is the same
   * @throws Problem 422
   */
  itemOf(fields: object, id: string, run: string): Item;
}

type Read = (fields: object, id: string, run: string) => Item;

/** What says when it was said is the same in every file and run; what does not is known only when this import is carried on. */
const always = 'import';
const underOf = (said: unknown, run: string): string => (said === undefined ? `${always}:${run}` : always);

export function importKind(name: ImportName): ImportKind {
  return { name, headerOf: (first) => fieldsUnder(first, columnsOf[name]), itemOf: readers[name]() };
}

const scope = ['region', 'purpose'];

const columnsOf: Readonly<Record<ImportName, Columns>> = {
  contacts: {
    required: ['customerId', 'channel', 'purpose', 'at'],
    optional: ['operationId', 'address', 'timeZone', 'region', 'direction', 'outcome', 'outcomeAt'],
    groups: ['keys'],
  },
  refusals: {
    required: ['channel', 'signal', 'source'],
    oneOf: ['customerId', 'address', 'contactId'],
    optional: [...scope, 'targeting', 'text', 'until', 'receivedAt'],
    groups: ['keys', 'evidence'],
    lists: ['targeting'],
  },
  suppressions: {
    required: ['channel', 'purpose', 'reason', 'source'],
    oneOf: ['customerId', 'address'],
    optional: ['region', 'targeting', 'expiresAt'],
    groups: ['keys', 'evidence'],
    lists: ['targeting'],
  },
  consents: {
    required: ['customerId', 'channel', 'purpose', 'level', 'source', 'at'],
    optional: ['expiresAt', 'lifts'],
    groups: ['keys', 'evidence'],
    flags: ['lifts'],
  },
};

/** Compiled when they are needed: that takes a moment. */
const readers: Readonly<Record<ImportName, () => Read>> = {
  contacts() {
    const fast = z.compile(contactRequest);
    return (fields, id) => {
      const given = fields as { operationId?: unknown };
      const body = given.operationId === undefined ? { ...given, operationId: id } : given;
      const input = toElsewhereInput(check(contactRequest, body, { fast }));
      return {
        sent: { path: '/contacts', under: undefined, body },
        key: input.customerId,
        said: { kind: 'contact', input },
      };
    };
  },
  refusals() {
    const fast = z.compile(refusalRequest);
    return (body, _id, run) => {
      const given = check(refusalRequest, body, { fast });
      const under = underOf(given.receivedAt, run);
      const input = { ...toRefusalInput(given), operationId: under };
      return {
        sent: { path: '/refusals', under, body },
        key: given.customerId ?? given.address ?? given.contactId ?? '',
        said: { kind: 'refusal', input },
      };
    };
  },
  suppressions() {
    const fast = z.compile(suppressionRequest);
    const refusal = readers.refusals();
    return (body, id, run) => {
      // A list of another system says of some that they refused, and of others that somebody took them out.
      if ('signal' in body) return refusal(body, id, run);
      const given = check(suppressionRequest, body, { fast });
      const under = underOf(undefined, run);
      const input = { ...toSuppressionInput(given), operationId: under };
      return {
        sent: { path: '/suppressions', under, body },
        key: given.customerId ?? given.address ?? '',
        said: { kind: 'suppression', input },
      };
    };
  },
  consents() {
    const fast = z.compile(consentRequest);
    return (body, _id, run) => {
      const given = check(consentRequest, body, { fast });
      if (given.at === undefined)
        throw invalid(
          'at',
          'is needed in an import: without it an old row would count as said now, over what the customer withdrew since',
        );
      const under = underOf(given.at, run);
      const input = { ...toConsentInput(given), operationId: under };
      return {
        sent: { path: '/consents', under, body },
        key: given.customerId,
        said: { kind: 'consent', input },
      };
    };
  },
};
