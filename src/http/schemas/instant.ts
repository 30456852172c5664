/** Instants as callers write them: ISO 8601 with any offset, read to Unix milliseconds. */

const form =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(\.\d{1,9})?(Z|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)$/i;

/** @returns Unix milliseconds (finer fractions cut off), or undefined where `text` names no instant: no offset, no such day, leap seconds. */
export function parseInstant(text: string): number | undefined {
  const match = form.exec(text);
  if (match === null) return undefined;
  const [, year = '', month = '', day = '', hour, minute, second, fraction = '', offset = ''] = match;
  if (!existsInCalendar(Number(year), Number(month), Number(day))) return undefined;
  const ms = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction.slice(0, 4)}${wholeOffset(offset)}`,
  );
  return ms >= firstMs && ms <= lastMs ? ms : undefined;
}

/** A bound in whole milliseconds, rounded up: what is kept to the millisecond lies on the same side of it as of `text`. */
export function parseBound(text: string): number | undefined {
  const ms = parseInstant(text);
  return ms !== undefined && /\.\d{3}\d*[1-9]/.test(text) ? ms + 1 : ms;
}

/** What `toISOString` writes with a year of four digits, and so can be read again. */
const firstMs = Date.parse('0000-01-01T00:00:00.000Z');
const lastMs = Date.parse('9999-12-31T23:59:59.999Z');

/** `+0200` and `+02`, as many programs write it, in the one form that `Date.parse` reads. */
function wholeOffset(offset: string): string {
  if (/^z$/i.test(offset)) return 'Z';
  return `${offset.slice(0, 3)}:${offset.slice(3).replace(':', '') || '00'}`;
}

/** `Date.parse` reads the 30th of February as a day in March. */
function existsInCalendar(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day <= days;
}
