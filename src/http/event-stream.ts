/** Server-sent events from an endless iterable: a heartbeat while nothing happens, an end when the client leaves, its key goes or the service stops. */
import type { Log } from '../telemetry/log.ts';

export interface EventStreamOptions {
  readonly draining: AbortSignal;
  readonly log: Log;
  /** Throws once the key is no longer good. */
  readonly standing?: () => void;
  readonly heartbeatMs?: number;
  /** Called once when nobody reads any more. */
  readonly onEnd?: () => void;
}

/** How often it is looked whether the key still stands. */
const standingMs = 250;

export const eventStreamHeaders = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
} as const;

/** `follow` is asked when the client begins to read, and told by its signal when nobody does any more. */
export function eventStream(
  follow: (signal: AbortSignal) => AsyncIterable<object>,
  { draining, log, standing = () => {}, heartbeatMs = 15_000, onEnd = () => {} }: EventStreamOptions,
): Response {
  const left = new AbortController();
  left.signal.addEventListener('abort', onEnd, { once: true });
  const revoked = new AbortController();
  const over = AbortSignal.any([left.signal, revoked.signal, draining]);
  const looking = setInterval(look, standingMs);
  looking.unref();
  left.signal.addEventListener('abort', () => clearInterval(looking), { once: true });
  let entries: AsyncIterator<object> | undefined;
  let next: Promise<IteratorResult<object>> | undefined;
  let greeted = false;

  function look(): void {
    try {
      standing();
    } catch {
      revoked.abort();
    }
  }

  async function nextText(): Promise<string | undefined> {
    // The headers leave with the first bytes: a client knows at once that it is connected.
    if (!greeted) {
      greeted = true;
      entries = follow(over)[Symbol.asyncIterator]();
      next = entries.next();
      next.catch(() => {});
      return ': connected\n\n';
    }
    const happened = await firstOf(next as Promise<IteratorResult<object>>, heartbeatMs, over);
    // What waited for a reader that was slow is not handed out either.
    if (happened === 'over' || revoked.signal.aborted) return undefined;
    if (happened === 'silence') return ': heartbeat\n\n';
    if (happened.done) return undefined;
    next = entries?.next();
    next?.catch(() => {});
    return eventText(happened.value);
  }

  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const text = await nextText().catch((error: unknown) => {
          log.warn({ err: error }, 'the live stream of decisions broke off');
          return undefined;
        });
        if (text !== undefined) return controller.enqueue(Buffer.from(text));
        left.abort();
        controller.close();
      },
      cancel() {
        left.abort();
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { headers: eventStreamHeaders });
}

/** Without `id`: what a client missed while it was away is in the log and is not sent again, and an id would promise that. */
function eventText(entry: object): string {
  return `event: decision\ndata: ${JSON.stringify(entry)}\n\n`;
}

async function firstOf<T>(promise: Promise<T>, silenceMs: number, over: AbortSignal): Promise<T | 'silence' | 'over'> {
  if (over.aborted) return 'over';
  let timer: NodeJS.Timeout | undefined;
  let onOver: (() => void) | undefined;
  try {
    return await Promise.race([
      promise,
      new Promise<'silence'>((resolve) => {
        timer = setTimeout(resolve, silenceMs, 'silence');
      }),
      new Promise<'over'>((resolve) => {
        onOver = () => resolve('over');
        over.addEventListener('abort', onOver);
      }),
    ]);
  } finally {
    clearTimeout(timer);
    if (onOver) over.removeEventListener('abort', onOver);
  }
}
