/** A button that is pressed twice in a row was pressed once: the second answer is the first one's, and so is its undo. */
import { createHash } from 'node:crypto';
import { keepNewest } from '../keep-newest.ts';
import type { Said } from './actions.ts';

const withinMs = 1000;
const mostRemembered = 1000;

/** @param body the form as it came */
export type Once = (token: string, body: Buffer, nowMs: number, act: () => Promise<Said>) => Promise<Said>;

export function createOnce(): Once {
  const last = new Map<string, { readonly form: string; readonly atMs: number; readonly said: Promise<Said> }>();
  const remember = keepNewest(last, mostRemembered);
  return (token, body, nowMs, act) => {
    const reader = digest(token);
    const form = digest(body);
    const before = last.get(reader);
    if (before?.form === form && Math.abs(nowMs - before.atMs) < withinMs) return before.said;
    const said = act();
    remember(reader, { form, atMs: nowMs, said });
    // What failed was not done; what the reader sent since was.
    said.catch(() => {
      if (last.get(reader)?.said === said) last.delete(reader);
    });
    return said;
  };
}

function digest(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('base64url');
}
