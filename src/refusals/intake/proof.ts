/** What webhooks are proved with: compared in constant time, whatever their length. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Problem } from '../../errors.ts';

function isSame(given: string | undefined, expected: string): boolean {
  return given !== undefined && timingSafeEqual(digest(given), digest(expected));
}

/** Whether it is one of these; all are compared, so that the time says nothing. */
export function isOneOf(given: string | undefined, expected: readonly string[]): boolean {
  return expected.filter((one) => isSame(given, one)).length > 0;
}

/** What is shorter is a part of a secret that holds a comma, and would be guessed. */
const shortest = 12;

/** A secret, or two with a comma between them while the old one is replaced by the new one. One that holds a comma is itself, too. */
export function secretsIn(setting: string): readonly string[] {
  const parts = setting.split(',').map((part) => part.trim());
  return parts.every((part) => part.length >= shortest) ? [...new Set([setting, ...parts])] : [setting];
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

export function hmac(algorithm: 'sha1' | 'sha256', key: string, data: string | Buffer, form: 'base64' | 'hex'): string {
  return createHmac(algorithm, key).update(data).digest(form);
}

/** 403: nothing was changed. @param detail says what the operator can look at */
export function badSignature(detail: string): Problem {
  return new Problem('bad-signature', detail);
}

/** @throws Problem `not-json` */
export function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new Problem('not-json', 'The body of this webhook is JSON.');
  }
}

/** A field of something that came from outside; undefined where it is no object or has no such field of its own. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

export function textOf(value: unknown, name: string): string | undefined {
  const field = fieldOf(value, name);
  return typeof field === 'string' && field !== '' ? field : undefined;
}

export function listOf(value: unknown, name: string): readonly unknown[] {
  const field = fieldOf(value, name);
  return Array.isArray(field) ? field : [];
}

/** An instant that somebody else's clock gave, and not ahead of ours; undefined where there is none. */
export function pastMs(given: unknown, nowMs: number): number | undefined {
  const ms = typeof given === 'number' ? given * 1000 : typeof given === 'string' ? Date.parse(given) : Number.NaN;
  return Number.isFinite(ms) && ms > 0 ? Math.min(Math.floor(ms), nowMs) : undefined;
}

/** What loosens is believed so long after it was said: a provider's first tries to deliver it, and clocks that differ. */
const freshMs = 60 * 60_000;

export function isFresh(saidMs: number, nowMs: number): boolean {
  return Number.isFinite(saidMs) && Math.abs(nowMs - saidMs) <= freshMs;
}

/** 401, with the scheme that is asked for. */
export function wrongLogin(scheme: 'Basic' | 'Bearer', detail: string): Problem {
  return new Problem('unauthorized', detail, [], scheme);
}
