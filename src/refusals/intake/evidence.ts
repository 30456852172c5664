/** What was sent, kept as evidence within its bound of 8 KiB: sealed with the person's key, as all evidence is. */
import { createHash } from 'node:crypto';
import { beginning } from '../text/beginning.ts';

const mostBytes = 8 * 1024;

/**
 * @param payload the part that says it, as it came
 * @returns the payload; where it is too long its beginning, with `cut: true`, its whole length in bytes and the SHA-256 of all of it
 */
export function evidenceOf(payload: string, also: Readonly<Record<string, string>> = {}): Record<string, unknown> {
  const whole = { ...also, payload };
  if (sizeOf(whole) <= mostBytes) return whole;
  const mark = {
    ...also,
    cut: true,
    bytes: Buffer.byteLength(payload),
    sha256: createHash('sha256').update(payload).digest('hex'),
  };
  let length = mostBytes;
  while (sizeOf({ ...mark, payload: beginning(payload, length) }) > mostBytes) length = Math.floor(length * 0.9);
  return { ...mark, payload: beginning(payload, length) };
}

function sizeOf(evidence: object): number {
  return Buffer.byteLength(JSON.stringify(evidence));
}
