/** What stood in the way of a connection, in the words that people search for: the code of the system and the address. */

interface Fault extends Error {
  readonly code?: string;
  readonly address?: string;
  readonly hostname?: string;
  readonly port?: number;
  /** Of a name with several addresses. */
  readonly errors?: readonly Fault[];
  /** Of a Cluster: what the last node said. */
  readonly lastNodeError?: Fault;
}

/** @returns `ECONNREFUSED 10.0.0.5:6379`, or the server's own words. `node`: where it happened, if the error does not say. */
export function connectionFault(error: Error, node?: string): string {
  const fault = error as Fault;
  if (fault.lastNodeError) return connectionFault(fault.lastNodeError, node);
  if (fault.errors && fault.errors.length > 0)
    return [...new Set(fault.errors.map((one) => connectionFault(one, node)))].join(', ');
  const { code, address, hostname, port, message } = fault;
  const where = address === undefined ? (hostname ?? node) : port === undefined ? address : `${address}:${port}`;
  const what = code ?? plainFault(message);
  return where === undefined || what.includes(where) ? what : `${what} ${where}`;
}

/** The client's own words for what it did not get, which name its options and not what is the matter. */
const clientWords: readonly (readonly [words: RegExp, plain: string])[] = [
  [/^Command timed out/, 'no answer in time'],
  [/^(Stream|Cluster) isn't (writeable|ready)/, 'there is no connection'],
  [/^Connection is closed/, 'the connection was closed'],
  [
    /^(Failed to refresh slots cache|None of startup nodes is available|Cluster ended)/,
    'no node of the cluster answers',
  ],
];

/** What a server says stays as it is: `LOADING`, `NOAUTH`, `MISCONF` are what people search for. */
export function plainFault(message: string): string {
  return clientWords.find(([words]) => words.test(message))?.[1] ?? message;
}
