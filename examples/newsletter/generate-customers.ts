/** Writes customers.csv, the same bytes every time: 1,000 customers at domains of RFC 2606, some of them awkward. */
import { writeFileSync } from 'node:fs';
import { stringify } from 'csv-stringify/sync';
import type { Customer } from './customers.ts';

const firstNames = ['Ana', 'Ben', 'Chiara', 'Deniz', 'Eva', 'Farid', 'Greta', 'Hiro', 'Inês', 'José', 'Kaya', 'Léa'];
const lastNames = [
  'Almeida',
  'Brandt',
  "O'Neill",
  'Conti',
  'Demir',
  'Évrard',
  'Fischer',
  'García',
  'Ito',
  'Jansen',
  'Kowalska',
];
const domains = ['example.com', 'example.org', 'example.net', 'mail.example'];
const places = [
  { region: 'DE', timeZone: 'Europe/Berlin' },
  { region: 'PT', timeZone: 'Europe/Lisbon' },
  { region: 'GB', timeZone: 'Europe/London' },
  { region: 'US-FL', timeZone: 'America/New_York' },
  { region: 'US-CA', timeZone: 'America/Los_Angeles' },
  { region: 'BR-SP', timeZone: 'America/Sao_Paulo' },
  { region: 'JP', timeZone: 'Asia/Tokyo' },
  { region: 'AU-NSW', timeZone: 'Australia/Sydney' },
  { region: 'FR', timeZone: undefined },
  { region: undefined, timeZone: undefined },
];

export const idOf = (number: number): string => `c${String(number).padStart(4, '0')}`;

/** Who is awkward, and how. */
const awkward: Readonly<Record<string, Partial<Customer>>> = {
  // Addresses that are none: the guard answers 422, and nothing is sent.
  [idOf(11)]: { email: 'kim.lee.example.com' },
  [idOf(12)]: { email: '' },
  // Two people, one address.
  [idOf(21)]: { email: 'family.brandt@example.org' },
  [idOf(22)]: { email: 'family.brandt@example.org' },
  // Written in ways that mean the same as what the guard has seen: see earlierUnsubscribes in demo.ts.
  [idOf(31)]: { email: 'NEVER.Again@Example.COM' },
  [idOf(32)]: { email: 'no-thanks@bücher.example' },
  // Names that break careless software.
  [idOf(41)]: { name: 'Smith, "Bo" <bo@example.net>' },
  [idOf(42)]: { name: '王 小明' },
  // The mail server knows no such mailbox (550) …
  ...Object.fromEntries([51, 52, 53, 54, 55].map((number) => [idOf(number), { email: `gone.${number}@example.com` }])),
  // … or wants the message again later (451).
  [idOf(61)]: { email: 'greylisted.61@example.net' },
};

/** Rows that come twice, the last one with another address: the first row of a customer is the one that is used. */
const repeated = [71, 72, 73, 74, 75];

export function makeCustomers(): Customer[] {
  const customers = Array.from({ length: 1000 }, (_, index) => customer(index + 1));
  const copies = repeated.map((number) => customer(number));
  return [...customers, ...copies, { ...customer(76), email: 'second.address@example.org' }];
}

function customer(number: number): Customer {
  const first = pick(firstNames, number);
  const last = pick(lastNames, number * 7 + 3);
  const local = `${first}.${last}`
    .normalize('NFD')
    .replace(/[^A-Za-z.]/g, '')
    .toLowerCase();
  const place = pick(places, number * 3 + (number >> 4));
  const ordinary = {
    customerId: idOf(number),
    email: `${local}.${number}@${pick(domains, number * 5 + 1)}`,
    name: `${first} ${last}`,
    ...place,
  };
  return { ...ordinary, ...awkward[ordinary.customerId] };
}

function pick<T>(list: readonly T[], number: number): T {
  return list[number % list.length] as T;
}

export function toCsv(customers: readonly Customer[]): string {
  return stringify([...customers], { header: true, columns: ['customerId', 'email', 'name', 'region', 'timeZone'] });
}

if (import.meta.main) writeFileSync(new URL('customers.csv', import.meta.url), toCsv(makeCustomers()));
