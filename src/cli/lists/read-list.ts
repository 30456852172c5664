/**
 * Lists of those who must not be written to, as other systems export them: which column is what, and what each row says. A row becomes a refusal,
 * for the customer said no there; a temporary failure and whoever is still subscribed are passed over.
 */
import { beginning } from '../../refusals/text/beginning.ts';
import { CommandError } from '../terminal.ts';
import { type ListName, type ListSignal, listNames } from './formats.ts';
import { readInstant } from './instants.ts';
import { type Cell, type Said, type Shape, sesRow, shapes } from './shapes.ts';

/** One list, recognised by its columns. */
export interface List {
  readonly name: ListName;
  /** Whether the first line is a row already. */
  readonly isBare: boolean;
  /** Which column is what, and what the rows say, for people. */
  readonly words: string;
  /** @returns the fields of a refusal; undefined: this row is of nobody who said no */
  read(cells: readonly string[]): object | undefined;
}

/** With --format alone: a list of addresses and nothing else. */
const onlyAddresses = ['email', 'email address', 'emailaddress', 'address', 'phone', 'phone_number', 'contact_id'];

export interface Wanted {
  /** Undefined: any. */
  readonly name: ListName | undefined;
  /** What every row says, where the columns do not. */
  readonly signal: ListSignal | undefined;
}

/** @param first the first line of the file. @returns undefined where it is no list that is known. @throws CommandError where a column that counts stands there twice */
export function findList(first: readonly string[], { name, signal }: Wanted): List | undefined {
  const bare = bareSes(first, name);
  if (bare) return bare;
  const columns = new Map(first.map((column, place) => [normal(column), place]));
  const names = new Set(columns.keys());
  const shape =
    shapes.find((one) => (name === undefined || one.name === name) && one.is(names)) ??
    (name === undefined ? undefined : plainShape(name, names));
  if (!shape) return undefined;
  const cellsOf =
    (cells: readonly string[]): Cell =>
    (column) => {
      const place = columns.get(column);
      const cell = place === undefined ? undefined : cells[place]?.trim();
      return cell === '' ? undefined : cell;
    };
  const used = Object.entries(shape.columns).filter(([column]) => names.has(column));
  const twice = used.filter(([name]) => first.filter((column) => normal(column) === name).length > 1);
  if (twice.length > 0)
    throw new CommandError(
      `the first line names ${twice.map(([name]) => name).join(', ')} more than once, and which of them says whom it is about nobody can tell: take the others out, or name them otherwise`,
    );
  const says = shape.isOpen && signal !== undefined ? signal : shape.says;
  return {
    name: shape.name,
    isBare: false,
    words: `${shape.name}: ${used.map(([column, field]) => `${first[columns.get(column) as number]} → ${field}`).join(', ')}; each row is ${says}${shape.isOpen && signal === undefined ? ' (--signal says otherwise)' : ''}`,
    read: (cells) => fieldsOf(shape.name, shape.read(cellsOf(cells), signal)),
  };
}

/** What can be said of the columns of each system, for who is told that a file is none of them. */
export function knownLists(): string {
  return listNames.join(', ');
}

function normal(column: string): string {
  return column.trim().toLowerCase();
}

function plainShape(name: ListName, columns: ReadonlySet<string>): Shape | undefined {
  const column = onlyAddresses.find((one) => columns.has(one));
  if (column === undefined) return undefined;
  const usual: ListSignal = name === 'twilio' ? 'stop' : 'unsubscribe';
  return {
    name,
    is: () => true,
    columns: { [column]: 'address' },
    says: usual,
    isOpen: true,
    read: (cell, signal) => ({
      address: cell(column),
      signal: signal ?? usual,
      ...(name === 'twilio' ? { channel: 'sms' } : {}),
    }),
  };
}

/** SES reads and writes lists without a header: address, then BOUNCE or COMPLAINT. */
function bareSes(first: readonly string[], name: ListName | undefined): List | undefined {
  const [address = '', reason = ''] = first;
  const isRow =
    address.includes('@') && (/^(BOUNCE|COMPLAINT)$/i.test(reason) || (name === 'ses' && first.length === 1));
  if (!isRow || (name !== undefined && name !== 'ses')) return undefined;
  return {
    name: 'ses',
    isBare: true,
    words:
      'ses: no header; first → address, second → who said no; each row is complaint where that is COMPLAINT, else hard_bounce',
    read: ([one, why]) => fieldsOf('ses', sesRow(one, why, undefined)),
  };
}

const longestReason = 500;

/** An instant that cannot be read keeps nobody's no from being heard: it stands with the evidence. */
function fieldsOf(name: ListName, said: Said | undefined): object | undefined {
  if (!said) return undefined;
  const { address, signal, at, reason, channel = 'email' } = said;
  const receivedAt = at === undefined ? undefined : readInstant(at);
  const evidence = {
    ...(reason === undefined ? {} : { reason: beginning(reason, longestReason) }),
    ...(at !== undefined && receivedAt === undefined ? { date: beginning(at, 100) } : {}),
  };
  return {
    ...(address === undefined ? {} : { address }),
    channel,
    signal,
    source: name,
    ...(receivedAt === undefined ? {} : { receivedAt }),
    ...(Object.keys(evidence).length > 0 ? { evidence } : {}),
  };
}
