/** Instants as other systems write them. Those without an offset are UTC, which these systems write. */
import { isoTime } from '../../iso-time.ts';

const unixSeconds = /^\d{9,10}$/;
const plain = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;
/** RFC 2822: Tue, 07 Jan 2025 19:25:45 UTC */
const mail = /^(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}(?::\d{2})? (?:UTC|GMT|Z|[+-]\d{4})$/;

/** @returns as ISO text; undefined where it cannot be read in one way alone: `03/04/2026` is not */
export function readInstant(text: string): string | undefined {
  if (unixSeconds.test(text)) return isoTime(Number(text) * 1000);
  const match = plain.exec(text);
  if (match) {
    const [, day, time = '00:00', offset = 'Z'] = match;
    return isoOf(Date.parse(`${day}T${time}${/^[+-]/.test(offset) ? offset.replace(/^(...)(\d\d)$/, '$1:$2') : 'Z'}`));
  }
  return mail.test(text) ? isoOf(Date.parse(text)) : undefined;
}

function isoOf(ms: number): string | undefined {
  return Number.isNaN(ms) ? undefined : isoTime(ms);
}
