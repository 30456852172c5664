/**
 * Reads what nearly every question looks like: a POST with few, plain headers and a whole body beside them. That is far less than HTTP/1.1, and
 * whatever is not exactly so is not read here: Node's parser takes the same bytes (plain-connections.ts), with its limits and its answers.
 */

export interface PlainRequest {
  readonly path: string;
  /** Names in lower case, each given once. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

const maxHeadBytes = 8 * 1024;
const methodAndSpace = 'POST ';
const spaceAndVersion = ' HTTP/1.1';
const plainPath = /^\/[!-~]*$/;
const plainName = /^[A-Za-z0-9-]+$/;
/** Visible ASCII, spaces within. */
const plainValue = /^[!-~](?:[ -~]*[!-~])?$/;
const plainLength = /^[1-9]\d{0,4}$/;

/** With these a body is no body of `content-length` bytes, or the connection is something else afterwards. */
const meansMore = new Set([
  ...['transfer-encoding', 'trailer', 'te', 'upgrade', 'http2-settings', 'expect'],
  // Node's parser takes it for `connection`.
  'proxy-connection',
]);

/**
 * @param bytes what came since the last request was answered
 * @returns `begun` where the head is plain and the body is still to come; undefined where it is for Node
 */
export function readPlain(bytes: Buffer): PlainRequest | 'begun' | undefined {
  const text = bytes.toString('latin1', 0, maxHeadBytes);
  const headEnd = text.indexOf('\r\n\r\n');
  let lineEnd = text.indexOf('\r\n');
  if (headEnd < 0 || !text.startsWith(methodAndSpace) || !text.startsWith(spaceAndVersion, lineEnd - 9))
    return undefined;
  const path = text.slice(methodAndSpace.length, lineEnd - spaceAndVersion.length);
  if (!plainPath.test(path)) return undefined;

  const headers = new Map<string, string>();
  while (lineEnd < headEnd) {
    const start = lineEnd + 2;
    lineEnd = text.indexOf('\r\n', start);
    const colon = text.indexOf(':', start);
    const name = text.slice(start, colon);
    const value = text.slice(text[colon + 1] === ' ' ? colon + 2 : colon + 1, lineEnd);
    if (colon < 0 || colon > lineEnd || !plainName.test(name) || !plainValue.test(value)) return undefined;
    const lower = name.toLowerCase();
    if (headers.has(lower) || meansMore.has(lower)) return undefined;
    headers.set(lower, value);
  }

  const announced = headers.get('content-length');
  const goesOn = headers.get('connection')?.toLowerCase() ?? 'keep-alive';
  if (announced === undefined || !plainLength.test(announced) || goesOn !== 'keep-alive') return undefined;
  const missing = headEnd + 4 + Number(announced) - bytes.length;
  // More than was announced is the next request already.
  if (missing !== 0) return missing > 0 ? 'begun' : undefined;
  return { path, headers, body: bytes.subarray(headEnd + 4) };
}
