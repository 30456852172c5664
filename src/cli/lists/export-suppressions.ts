/**
 * `export suppressions`: addresses are kept as keyed hashes alone, so the operator gives those that are known, and of these the suppressed ones
 * are written in the form of another system.
 */

import type { Config } from '../../config.ts';
import { Problem } from '../../errors.ts';
import type { Guard } from '../../guard-contract.ts';
import { type PurposeClass, type PurposeScope, purposeCovers, type Register, scopeCovers } from '../../vocabulary.ts';
import { checkSource, openSource } from '../import/batches.ts';
import { type Row, readRows } from '../import/rows.ts';
import { openOutput } from '../output.ts';
import { storeExists, withOwnService } from '../own-service.ts';
import { createProgress } from '../progress.ts';
import type { ServiceClient } from '../service-client.ts';
import { findService } from '../target.ts';
import { CommandError, remark } from '../terminal.ts';
import type { ListName } from './formats.ts';
import { type Listed, listHeader, listRow } from './write-list.ts';

export interface ExportCommand {
  readonly addresses: string;
  readonly system: ListName;
  readonly channel: 'email' | 'sms';
  readonly purpose: string;
  readonly output: string | undefined;
}

interface Shown extends PurposeScope {
  readonly channel: string;
  readonly keys?: object;
  readonly targeting: readonly string[];
  readonly signal?: string;
  readonly since: string;
  readonly atMost?: object;
}

interface Known {
  readonly address: string;
  readonly customerId: string | undefined;
}

interface Source {
  readonly register: Register;
  /** @throws Problem for an address that cannot be read */
  lookUp(one: Known): Promise<readonly Shown[]>;
}

/** Looked up at once. */
const atOnce = 32;
const shownProblems = 20;

export async function exportSuppressions(command: ExportCommand, config: Config): Promise<void> {
  checkSource(command.addresses);
  const client = await findService(config);
  if (client) return write(command, await serviceSource(client, command));
  if (!storeExists(config)) throw new CommandError('nothing was ever stored here: nobody is suppressed');
  // Whom the ledger alone knows is one of them.
  await withOwnService(config, 'policies', ({ guard, policies }) =>
    write(command, { register: policies.current().purposes, lookUp: guardLookUp(guard, command) }),
  );
}

function guardLookUp(guard: Guard, { channel }: ExportCommand): Source['lookUp'] {
  return async ({ address, customerId }) => {
    const found = await Promise.all([
      guard.suppressionsOfAddress({ address, channel }),
      customerId === undefined ? [] : guard.suppressionsOfCustomer(customerId),
    ]);
    return found.flat() as unknown as Shown[];
  };
}

function serviceLookUp(client: ServiceClient, { channel }: ExportCommand): Source['lookUp'] {
  type List = { suppressions: Shown[] };
  return async ({ address, customerId }) => {
    const found = await Promise.all([
      client.post<List>('/suppressions/lookup', { address, channel }),
      customerId === undefined
        ? { suppressions: [] }
        : client.get<List>(`/suppressions?customerId=${encodeURIComponent(customerId)}`),
    ]);
    return found.flatMap(({ suppressions }) => suppressions);
  };
}

async function serviceSource(client: ServiceClient, command: ExportCommand): Promise<Source> {
  const { purposes } = await client.get<{ purposes: { name: string; class: PurposeClass }[] }>('/policies');
  return {
    register: new Map(purposes.map((one) => [one.name, one])),
    lookUp: serviceLookUp(client, command),
  };
}

async function write(command: ExportCommand, { register, lookUp }: Source): Promise<void> {
  const { system, addresses, output } = command;
  const out = openOutput(output);
  const source = openSource(addresses);
  const progress = createProgress('addresses');
  const counts = { read: 0, written: 0, narrower: 0, without: 0, unread: 0 };
  progress.start(checkSource(addresses));
  const put = async (text: string): Promise<void> => {
    if (text !== '') await out.write(text);
  };
  const work = async (one: Known, line: number): Promise<string> => {
    try {
      const listed = listedOf(one, await lookUp(one), command, register);
      if (listed === 'narrower') counts.narrower++;
      if (typeof listed === 'string' || listed === undefined) return '';
      counts.written++;
      return listRow(system, listed);
    } catch (error) {
      const isUnread =
        error instanceof Problem ? error.code === 'invalid' : error instanceof CommandError && error.exitCode === 2;
      if (!isUnread) throw error;
      if (++counts.unread <= shownProblems) remark(`line ${line}: ${inTheRow(error as Error)}`);
      return '';
    }
  };
  try {
    await put(listHeader(system));
    const waiting: Promise<string>[] = [];
    for await (const row of knownOf(readRows(source.input, 'csv', columnsFor(command.channel)))) {
      counts.read++;
      progress.update(counts.read, source.bytesRead());
      if (row.problem !== undefined) {
        if (++counts.unread <= shownProblems) remark(`line ${row.line}: ${row.problem}`);
        continue;
      }
      if (row.known === undefined) {
        counts.without++;
        continue;
      }
      waiting.push(work(row.known, row.line));
      if (waiting.length >= atOnce) await put((await Promise.all(waiting.splice(0))).join(''));
    }
    await put((await Promise.all(waiting)).join(''));
  } finally {
    progress.stop();
    source.input.destroy();
    out.close();
  }
  const without = counts.without > 0 ? `, ${counts.without} rows without an address` : '';
  remark(
    `${counts.read} addresses: ${counts.written} suppressed and written, ${counts.narrower} with a narrower suppression and left out, ${counts.unread} that cannot be read${without}`,
  );
  if (counts.unread > 0) throw new CommandError(`${counts.unread} addresses cannot be read`);
}

/** A whole system takes an address out of everything: only what covers the purpose without conditions says that. */
function listedOf(
  { address }: Known,
  found: readonly Shown[],
  { channel, purpose }: ExportCommand,
  register: Register,
): Listed | 'narrower' | undefined {
  const here = found.filter((one) => one.channel === '*' || one.channel === channel);
  const whole = here.filter(
    (one) =>
      coversAll(one, purpose, register) &&
      one.atMost === undefined &&
      // For what keys it is nobody can tell once they are erased; for all it says so.
      one.keys !== undefined &&
      Object.keys(one.keys).length === 0 &&
      one.targeting.length === 0,
  );
  const [first] = whole;
  if (!first) return here.length > 0 ? 'narrower' : undefined;
  const since = whole.map((one) => one.since).sort()[0] as string;
  return { address, isBounce: whole.every((one) => one.signal === 'hard_bounce'), since };
}

/** Of classes: all that the register has under the purpose today. */
function coversAll(one: PurposeScope, purpose: string, register: Register): boolean {
  if (one.classes === undefined) return purposeCovers(one.purpose, purpose);
  const names = [...register.keys()].filter((name) => purposeCovers(purpose, name));
  return names.length > 0 && names.every((name) => scopeCovers(one, name, register));
}

/** A list of customers may have both: the channel says which. */
const addressColumns: Readonly<Record<ExportCommand['channel'], readonly string[]>> = {
  email: ['email', 'email address', 'address'],
  sms: ['phone', 'phone_number', 'phone number', 'address'],
};

/** A first line without any such column is an address already. */
const columnsFor = (channel: ExportCommand['channel']) => (first: readonly string[]) => {
  const names = first.map((name) => name.trim().toLowerCase());
  const wanted = addressColumns[channel];
  const place = names.indexOf(wanted.find((name) => names.includes(name)) ?? '');
  const customerPlace = names.indexOf('customerid');
  const isHeader = Object.values(addressColumns).some((known) => known.some((name) => names.includes(name)));
  if (place === -1 && (isHeader || first.length > 1))
    throw new CommandError(`no column of the first line is one of ${wanted.join(', ')}`);
  return {
    isBare: place === -1,
    read: (cells: readonly string[]) => ({
      address: cells[Math.max(place, 0)] as string,
      customerId: cells[customerPlace] || undefined,
    }),
  };
};

/** The service names options of `check`, and here it is a cell. */
function inTheRow({ message }: Error): string {
  return message.replace(/^.*: --(?=address|customer)/, '');
}

async function* knownOf(
  rows: AsyncIterable<Row>,
): AsyncGenerator<{ line: number; problem: string | undefined; known: Known | undefined }> {
  for await (const { line, problem, fields } of rows) {
    const known = fields as unknown as Known;
    yield { line, problem, known: problem === undefined && known.address !== '' ? known : undefined };
  }
}
