/** What an API key may open (contract 5). */
import { Problem } from '../errors.ts';
import type { Caller } from '../guard-contract.ts';

export const scopes = [
  'decide',
  'outcome',
  'record',
  'refuse',
  'suppress',
  'suppress:lift',
  'consent',
  'read',
  'metrics',
  'admin',
] as const;
export type Scope = (typeof scopes)[number];

export function hasScope(caller: Caller, anyOf: readonly Scope[]): boolean {
  return anyOf.some((scope) => caller.scopes.has(scope)) || caller.scopes.has('admin');
}

/** @throws Problem `forbidden` where the caller has none of `anyOf`; `admin` opens all. */
export function requireScope(caller: Caller, anyOf: readonly Scope[]): void {
  if (!hasScope(caller, anyOf)) throw new Problem('forbidden', `This needs a key with scope ${anyOf.join(' or ')}.`);
}

/** @returns whether `now` may still all that `before` might. */
export function holdsAll(now: Caller, before: Caller): boolean {
  return now.scopes.has('admin') || [...before.scopes].every((scope) => now.scopes.has(scope));
}
