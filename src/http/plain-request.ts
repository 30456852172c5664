/**
 * Reads what nearly every question looks like: a POST with few, plain headers and a whole body beside them. That is far less than HTTP/1.1, and
 * whatever is not exactly so is not read here: Node's parser takes the same bytes (plain-connections.ts), with its limits and its answers.
 */

export interface PlainRequest {
  readonly path: string;
  /** Names in lower case, each given once; the length is that of the body. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
  readonly head: PlainHead;
}

/** A head to be kept: it holds nothing of the body. */
export interface PlainHead extends Pick<PlainRequest, 'path' | 'headers'> {
  /** What came before the digits of the length, and what after them. */
  readonly beforeLength: Buffer;
  readonly afterLength: Buffer;
}

const maxHeadBytes = 8 * 1024;
const methodAndSpace = 'POST ';
const spaceAndVersion = ' HTTP/1.1';
const plainPath = /^\/[!-~]*$/;
const plainName = /^[A-Za-z0-9-]+$/;
/** Visible ASCII, spaces within. */
const plainValue = /^[!-~](?:[ -~]*[!-~])?$/;
const plainLength = /^[1-9]\d{0,4}$/;
const maxLengthDigits = 5;

/** With these a body is no body of `content-length` bytes, or the connection is something else afterwards. */
const meansMore = new Set([
  ...['transfer-encoding', 'trailer', 'te', 'upgrade', 'http2-settings', 'expect'],
  // Node's parser takes it for `connection`.
  'proxy-connection',
]);

/**
 * @param bytes what came since the last request was answered
 * @param last the head before on the same connection, if any
 * @returns `begun` where the head is plain and the body is still to come; undefined where it is for Node
 */
export function readPlain(bytes: Buffer, last?: PlainHead): PlainRequest | 'begun' | undefined {
  return (last && readAgain(bytes, last)) ?? readAnew(bytes);
}

const zero = 0x30;
const nine = 0x39;

/** A sender repeats its head, but for the length. @returns undefined where it does not, or where the body is not just whole */
function readAgain(bytes: Buffer, last: PlainHead): PlainRequest | undefined {
  const { path, headers, beforeLength, afterLength } = last;
  if (!isAt(bytes, beforeLength, 0)) return undefined;
  let at = beforeLength.length;
  if (bytes[at] === zero) return undefined;
  let length = 0;
  for (; at < beforeLength.length + maxLengthDigits; at++) {
    const byte = bytes[at];
    if (byte === undefined || byte < zero || byte > nine) break;
    length = length * 10 + byte - zero;
  }
  const bodyAt = at + afterLength.length;
  if (bytes.length !== bodyAt + length || length === 0 || !isAt(bytes, afterLength, at)) return undefined;
  return { path, headers, body: bytes.subarray(bodyAt), head: last };
}

function isAt(bytes: Buffer, part: Buffer, at: number): boolean {
  return bytes.length >= at + part.length && part.compare(bytes, at, at + part.length) === 0;
}

function readAnew(bytes: Buffer): PlainRequest | 'begun' | undefined {
  const text = bytes.toString('latin1', 0, maxHeadBytes);
  const headEnd = text.indexOf('\r\n\r\n');
  let lineEnd = text.indexOf('\r\n');
  if (headEnd < 0 || !text.startsWith(methodAndSpace) || !text.startsWith(spaceAndVersion, lineEnd - 9))
    return undefined;
  const path = text.slice(methodAndSpace.length, lineEnd - spaceAndVersion.length);
  if (!plainPath.test(path)) return undefined;

  const headers = new Map<string, string>();
  let announced = '';
  let lengthEnd = 0;
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
    if (lower !== 'content-length') continue;
    announced = value;
    lengthEnd = lineEnd;
  }

  const goesOn = headers.get('connection')?.toLowerCase() ?? 'keep-alive';
  if (!plainLength.test(announced) || goesOn !== 'keep-alive') return undefined;
  const missing = headEnd + 4 + Number(announced) - bytes.length;
  // More than was announced is the next request already.
  if (missing !== 0) return missing > 0 ? 'begun' : undefined;
  headers.delete('content-length');
  const copy = Buffer.from(bytes.subarray(0, headEnd + 4));
  const beforeLength = copy.subarray(0, lengthEnd - announced.length);
  const head = { path, headers, beforeLength, afterLength: copy.subarray(lengthEnd) };
  return { path, headers, body: bytes.subarray(headEnd + 4), head };
}
