/** The contact that an event is about, where the sender passed its id on: a header, tag, custom argument, variable or metadata named X-Contact-Id. */
import { idForm } from '../../ids.ts';

const form = idForm('contact');

/** @param fields by name, in any case, with `-`, `_` or nothing between its words */
export function contactIdIn(fields: unknown): string | undefined {
  if (typeof fields !== 'object' || fields === null) return undefined;
  for (const [name, value] of Object.entries(fields)) {
    if (!/^(x[-_]?)?contact[-_]?id$/i.test(name)) continue;
    const given: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof given === 'string' && form.test(given.trim())) return given.trim();
  }
  return undefined;
}
