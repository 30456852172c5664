/** The request of a hold as it is stored: a format version and JSON. Pure. */
import { OtherVersion, readable } from '../../errors.ts';
import type { HeldRequest } from './record.ts';

const version = '1';

/** A map does not go into JSON. */
type Stored = Omit<HeldRequest, 'request'> & {
  readonly request: Omit<HeldRequest['request'], 'keys'> & { readonly keys: [string, string][] };
};

/** @throws StoreUnavailable for text that is damaged or of another version */
export function decodeHeld(text: string): HeldRequest {
  return readable("a hold's request", () => {
    if (text[0] !== version) throw new OtherVersion(text[0], version);
    const { request, ...held } = JSON.parse(text.slice(1)) as Stored;
    return { ...held, request: { ...request, keys: new Map(request.keys) } };
  });
}

export function encodeHeld({ request, ...held }: HeldRequest): string {
  const stored: Stored = { ...held, request: { ...request, keys: [...request.keys] } };
  return version + JSON.stringify(stored);
}
