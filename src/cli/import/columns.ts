/** The columns of a CSV file, as fields of what the endpoints take. */
import { nearName } from '../../near-name.ts';
import { CommandError } from '../terminal.ts';

/** One name may stand in one of these alone. */
export interface Columns {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Of these one at least. */
  readonly oneOf?: readonly string[];
  /** Columns `NAME.…`, which make one object. */
  readonly groups: readonly string[];
  /** Several in one cell, with commas between them. */
  readonly lists?: readonly string[];
  /** `true` or `false`. */
  readonly flags?: readonly string[];
}

/** What the first line says of the rows. */
export interface Header {
  /** It is a row already. */
  readonly isBare: boolean;
  /** From the cells of a row, as many as the first line has, to its fields; undefined: there is nothing to record of it. */
  read(cells: readonly string[]): object | undefined;
}

/** An empty cell is a field that was not given. @throws CommandError that says what is wrong with the header */
export function fieldsUnder(header: readonly string[], columns: Columns): Header {
  checkHeader(header, columns);
  const places = header.map((name) => placeOf(name, columns));
  const read = (cells: readonly string[]): object => {
    const fields: Record<string, unknown> = {};
    const groups = new Map<string, Map<string, string>>();
    for (const [index, { name, group, kind }] of places.entries()) {
      const cell = cells[index] as string;
      if (cell === '') continue;
      if (group !== undefined) groups.set(group, (groups.get(group) ?? new Map()).set(name, cell));
      else if (kind === 'list') fields[name] = cell.split(',').map((one) => one.trim());
      else fields[name] = kind === 'flag' && /^(true|false)$/i.test(cell) ? /^true$/i.test(cell) : cell;
    }
    for (const [group, members] of groups) fields[group] = Object.fromEntries(members);
    return fields;
  };
  return { isBare: false, read };
}

function placeOf(
  column: string,
  { groups, lists, flags }: Columns,
): { name: string; group: string | undefined; kind: 'text' | 'list' | 'flag' } {
  const group = groups.find((one) => column.startsWith(`${one}.`));
  const name = group === undefined ? column : column.slice(group.length + 1);
  return { name, group, kind: lists?.includes(name) ? 'list' : flags?.includes(name) ? 'flag' : 'text' };
}

function unknownColumn(name: string, known: readonly string[]): string {
  const near = nearName(name, known);
  return JSON.stringify(name) + (near === undefined ? '' : ` (did you mean ${near}?)`);
}

function checkHeader(header: readonly string[], { required, optional, oneOf = [], groups }: Columns): void {
  const plain = [...required, ...oneOf, ...optional];
  const isGrouped = (name: string): boolean =>
    groups.some(
      (group) => name.startsWith(`${group}.`) && name.length > group.length + 1 && !name.endsWith('.__proto__'),
    );
  const unknown = header.filter((name) => !plain.includes(name) && !isGrouped(name));
  const missing = required.filter((name) => !header.includes(name));
  const twice = header.filter((name, index) => header.indexOf(name) !== index);
  const lacksAll = oneOf.length > 0 && !oneOf.some((name) => header.includes(name));
  const problems = [
    ...(unknown.length > 0 ? [`unknown: ${unknown.map((name) => unknownColumn(name, plain)).join(', ')}`] : []),
    ...(missing.length > 0 ? [`missing: ${missing.join(', ')}`] : []),
    ...(lacksAll ? [`missing: ${oneOf.join(' or ')}`] : []),
    ...(twice.length > 0 ? [`twice: ${twice.join(', ')}`] : []),
  ];
  if (problems.length === 0) return;
  const grouped = groups.map((group) => `${group}.NAME`).join(' and ');
  throw new CommandError(
    `columns of the first line, ${problems.join('; ')}. There are ${plain.join(', ')} and ${grouped} for each ${groups.map((group) => (group === 'keys' ? 'key' : `field of ${group}`)).join(' and ')}`,
  );
}
