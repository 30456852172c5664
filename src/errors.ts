/** The one table of error codes. Internal text goes to the log, `detail` and `errors` to the caller (RFC 9457). */

export const problems = {
  'not-json': { status: 400, title: 'The body is not JSON' },
  unauthorized: { status: 401, title: 'An API key is needed' },
  forbidden: { status: 403, title: 'The API key lacks the scope' },
  'bad-signature': { status: 403, title: 'The signature does not hold' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'The method is not allowed here' },
  conflict: { status: 409, title: 'It is in another state' },
  'too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The content type is not supported' },
  invalid: { status: 422, title: 'The request does not fit the schema' },
  'operation-mismatch': { status: 422, title: 'The operation id was used with another body' },
  timeout: { status: 408, title: 'The request came too slowly' },
  overloaded: { status: 503, title: 'Too much is asked at once' },
  'store-unavailable': { status: 503, title: 'The store is out of reach' },
  draining: { status: 503, title: 'The service is stopping' },
  'bad-request': { status: 400, title: 'The request is not HTTP as it should be' },
  'not-local': { status: 403, title: 'Without API keys only this machine is served' },
  'not-ready': { status: 503, title: 'The service is not as it should be' },
  'header-too-large': { status: 431, title: 'The header is too large' },
  'expectation-failed': { status: 417, title: 'The expectation cannot be met' },
  internal: { status: 500, title: 'Something went wrong' },
  unreadable: { status: 500, title: 'What is stored cannot be read' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problems;

export interface FieldProblem {
  /** Where in the request: `keys.campaign`, `requests[3].channel`, or empty for the whole. */
  readonly path: string;
  readonly message: string;
}

/** A request that cannot be answered; `http/problem.ts` writes it as a problem document. A denial is never one. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly errors: readonly FieldProblem[];
  /** Of a 401: how to say who one is. */
  readonly scheme: 'Basic' | 'Bearer';

  constructor(
    code: ProblemCode,
    detail: string,
    errors: readonly FieldProblem[] = [],
    scheme: 'Basic' | 'Bearer' = 'Bearer',
  ) {
    super(detail);
    this.name = 'Problem';
    this.code = code;
    this.errors = errors;
    this.scheme = scheme;
  }
}

/** 422 for one field. */
export function invalid(path: string, message: string): Problem {
  return invalidAll([{ path, message }]);
}

/** So many problems are listed; a hostile body could hold a hundred thousand. */
const mostListed = 100;
const mostInDetail = 3;

/** 422 with every problem: the first ones in `detail`, for logs and people, all in `errors`. */
export function invalidAll(errors: readonly FieldProblem[]): Problem {
  const rest = errors.length - mostInDetail;
  const detail = errors.slice(0, mostInDetail).map(({ path, message }) => [path, message].filter(Boolean).join(': '));
  if (rest > 0) detail.push(`and ${rest} more, see errors`);
  const listed = errors.slice(0, mostListed);
  if (errors.length > mostListed) listed.push({ path: '', message: `and ${errors.length - mostListed} more problems` });
  return new Problem('invalid', detail.join('; '), listed);
}

/** Another process has the store, and only one may. */
export class StoreInUse extends Error {}

/** The store did not answer in time, refused, or fails its checks: decisions degrade, everything else answers 503 (500 where it is `Unreadable`). */
export class StoreUnavailable extends Error {
  /** True where the command may have run after all. */
  readonly unknown: boolean;

  constructor(message: string, options: { unknown?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'StoreUnavailable';
    this.unknown = options.unknown ?? false;
  }
}

/** The store did not give this cursor. */
export class UnknownCursor extends Error {}

/** What is stored has a format version that this program does not know. */
export class OtherVersion extends Error {
  constructor(found: string | number | undefined, known: string | number) {
    super(`format version ${found}, this program knows ${known}`);
  }
}

/** What is stored is damaged, or of a version that this program does not know: all else can be read. */
export class Unreadable extends StoreUnavailable {
  /** `a customer's record` */
  readonly what: string;
  readonly isDamaged: boolean;

  constructor(what: string, cause: Error) {
    super(`${what} cannot be read: ${cause.message}`, { cause });
    this.what = what;
    this.isDamaged = !(cause instanceof OtherVersion);
  }
}

/**
 * Reads what is stored.
 * @param what it is: `a customer's record`
 * @throws Unreadable
 */
export function readable<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    // What else may come says more by itself.
    const isKnown = error instanceof RangeError || error instanceof SyntaxError || error instanceof TypeError;
    if (!isKnown && !(error instanceof OtherVersion)) throw error;
    throw new Unreadable(what, error);
  }
}

/** @returns undefined for what is stored damaged. Of a version that this program does not know it throws all the same: that is not lost. */
export function unlessDamaged<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable && error.isDamaged) return undefined;
    throw error;
  }
}

/** What was said is stored, but is not yet as safe as `REDIS_ACK` wants it before it is acknowledged. */
export class NotAcknowledged extends StoreUnavailable {
  /** @param why what is missing, in words that go to the caller */
  constructor(why: string, cause: unknown) {
    super(`it is stored and binds, but cannot be acknowledged yet (${why}): send it again`, { unknown: true, cause });
  }
}

/** What the caller is told of a store that did not answer; a cause may hold what is stored, and goes to the log alone. */
export function storeProblem(error: StoreUnavailable): Problem {
  if (error instanceof NotAcknowledged) return new Problem('store-unavailable', error.message);
  if (!(error instanceof Unreadable)) return new Problem('store-unavailable', storeAway);
  const why = error.isDamaged ? 'it is damaged' : 'a version of this service stored it that this one does not know';
  return new Problem(
    'unreadable',
    `${error.what} is stored and cannot be read (${why}): asking again does not help. All else is answered as ever`,
  );
}

export const storeAway = 'the store is out of reach; try again soon';

/** Whether it is the store's fault, and not that of whoever asks or of this program. */
export function isOfStore(error: unknown): boolean {
  return (
    error instanceof StoreUnavailable ||
    (error instanceof Problem && (error.code === 'store-unavailable' || error.code === 'unreadable'))
  );
}
