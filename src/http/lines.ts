/**
 * Many requests on one connection: NDJSON lines and JSON batches. Answers keep the order of the requests, requests of one key (a customer, a
 * contact) are worked on one after the other, and only a window of them is in memory: when the answers are not read, the next lines are not either.
 */
import { Problem } from '../errors.ts';
import type { Log } from '../telemetry/log.ts';
import type { HttpContext } from './body.ts';
import { bodyChunks, isHereWhole, maxRequestBytes, mediaTypes } from './body.ts';
import { parseJson } from './check.ts';
import type { AppDeps } from './endpoint.ts';
import { createLineSplitter } from './line-splitter.ts';
import type { Load } from './load.ts';
import { ClientGone, documentOf } from './problem.ts';
import { standingOf } from './standing.ts';

export interface LineWork<T, A extends object = object> {
  /** Checks one parsed line or element. @throws Problem. */
  read(value: unknown): T;
  /** Lines of one key are worked on in their order. */
  keyOf(input: T): string;
  run(input: T): Promise<A>;
  /** An answer as JSON; absent: as `JSON.stringify` writes it. */
  textOf?(answer: A): string;
  /** Told of what answers one line alone with a problem. */
  refused(error: unknown): void;
}

/** Lines whose answers have not left yet, and what they weighed when they came. */
const windowLines = 256;
const windowBytes = 1024 * 1024;
/** Answers that are ready together leave in chunks of about so many characters. */
const chunkLength = 64 * 1024;

interface Slot {
  readonly bytes: number;
  answer: string | undefined;
}

/** A line that was read, or the error that answers in its place. */
type Line<T> = { readonly input: T } | { readonly error: unknown };

/** The window between what is read and what is answered. */
class AnswerQueue<T, A extends object> {
  readonly #work: Omit<LineWork<T, A>, 'read'>;
  readonly #load: Load;
  readonly #log: Log;
  readonly #chains = new Map<string, Promise<void>>();
  #slots: Slot[] = [];
  #head = 0;
  #bytes = 0;
  #wakeReader: (() => void) | undefined;
  #wakeWriter: (() => void) | undefined;
  #closed = false;
  #ended = false;

  constructor(work: Omit<LineWork<T, A>, 'read'>, { load, log }: { load: Load; log: Log }) {
    this.#work = work;
    this.#load = load;
    this.#log = log;
  }

  get full(): boolean {
    return this.#slots.length - this.#head >= windowLines || this.#bytes >= windowBytes;
  }

  /** Resolves when there is room for another line, or nobody reads any more. */
  room(): Promise<void> {
    if (!this.full || this.#closed) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wakeReader = resolve;
    });
  }

  get closed(): boolean {
    return this.#closed;
  }

  add(line: Line<T>, bytes: number): void {
    const slot: Slot = { bytes, answer: undefined };
    this.#slots.push(slot);
    this.#bytes += bytes;
    if ('error' in line) this.#refuse(slot, line.error);
    else this.#start(line.input, slot);
  }

  end(): void {
    this.#ended = true;
    this.#wakeWriter?.();
  }

  /** Nobody reads the answers any more; lines begun are worked to their end. */
  close(): void {
    this.#closed = true;
    this.#wakeReader?.();
    this.#wakeWriter?.();
  }

  /** The next answers, in order; undefined at the end. */
  async next(): Promise<string[] | undefined> {
    while (!this.#closed) {
      const ready = this.#takeReady();
      if (ready.length > 0) return ready;
      if (this.#ended && this.#head === this.#slots.length) return undefined;
      await new Promise<void>((resolve) => {
        this.#wakeWriter = resolve;
      });
      this.#wakeWriter = undefined;
      // Replies of one store round trip arrive in one turn: let them leave together.
      await new Promise(setImmediate);
    }
    return undefined;
  }

  #takeReady(): string[] {
    const ready: string[] = [];
    let length = 0;
    while (this.#head < this.#slots.length && length < chunkLength) {
      const slot = this.#slots[this.#head] as Slot;
      if (slot.answer === undefined) break;
      ready.push(slot.answer);
      length += slot.answer.length;
      this.#bytes -= slot.bytes;
      this.#head++;
    }
    if (this.#head >= windowLines) {
      this.#slots = this.#slots.slice(this.#head);
      this.#head = 0;
    }
    if (ready.length > 0 && !this.full) this.#wakeReader?.();
    return ready;
  }

  #start(input: T, slot: Slot): void {
    const key = this.#work.keyOf(input);
    const before = this.#chains.get(key);
    const done = before === undefined ? this.#decide(input, slot) : before.then(() => this.#decide(input, slot));
    this.#chains.set(key, done);
    void done.then(() => {
      if (this.#chains.get(key) === done) this.#chains.delete(key);
    });
  }

  /** Never rejects: an error becomes the answer. */
  async #decide(input: T, slot: Slot): Promise<void> {
    try {
      const answer = await this.#load.line(() => this.#work.run(input));
      this.#settle(slot, this.#work.textOf?.(answer) ?? JSON.stringify(answer));
    } catch (error) {
      this.#refuse(slot, error);
    }
  }

  #refuse(slot: Slot, error: unknown): void {
    this.#work.refused(error);
    this.#settle(slot, JSON.stringify(documentOf(error, this.#log)));
  }

  #settle(slot: Slot, answer: string): void {
    slot.answer = answer;
    if (slot === this.#slots[this.#head]) this.#wakeWriter?.();
  }
}

/** Answers an NDJSON body line by line while it still arrives. */
export function answerLines<T, A extends object>(
  c: HttpContext,
  { auth, load, log, draining }: AppDeps,
  work: LineWork<T, A>,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const standing = standingOf(c, { auth });
  load.enterStream();
  const queue = new AnswerQueue(work, { load, log });
  const input = bodyChunks(c)[Symbol.asyncIterator]();
  let open = true;
  /** All that will be answered is known. */
  let isWhole = false;

  function leave(): void {
    if (open) load.leaveStream();
    open = false;
    draining.removeEventListener('abort', onDrain);
    queue.close();
    input.return?.().catch(() => {});
  }
  /** The last answer says why those after it are missing. */
  function endBy(error: unknown): void {
    if (isWhole) return;
    isWhole = true;
    queue.add({ error }, 0);
    queue.end();
  }
  function stop(): void {
    endBy(new Problem('draining', 'The service stops: what comes after the lines answered above is not looked at.'));
  }
  /** A sender that is silent while the service stops is not waited for. Of a body that is here whole only what is not looked at is told. */
  function onDrain(): void {
    if (!isHereWhole(c)) stop();
  }

  async function readAll(): Promise<void> {
    const splitter = createLineSplitter(maxRequestBytes);
    for (;;) {
      const { done, value } = await input.next();
      if (isWhole) return;
      const lines = done ? splitter.end() : splitter.push(value);
      const fault = done ? undefined : faultOf(standing);
      if (fault !== undefined) return endBy(fault);
      for (const line of lines) {
        if (queue.full) await queue.room();
        if (queue.closed || isWhole) return;
        // Behind the last line of a whole body nothing comes.
        if (draining.aborted && !done) return stop();
        queue.add(readLine(line, work), line === 'too-long' ? 0 : line.length);
      }
      if (done) isWhole = true;
      if (isWhole) return;
    }
  }

  const body = new ReadableStream<Uint8Array>(
    {
      start() {
        draining.addEventListener('abort', onDrain);
        readAll().then(
          () => queue.end(),
          (error: unknown) => {
            // A body that broke off ends the answers too; what came of it was worked on.
            if (!(error instanceof ClientGone)) log.debug({ err: error }, 'an NDJSON body broke off');
            queue.close();
          },
        );
      },
      async pull(controller) {
        const answers = await queue.next();
        if (answers === undefined) {
          leave();
          controller.close();
        } else controller.enqueue(Buffer.from(`${answers.join('\n')}\n`));
      },
      cancel: leave,
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { headers: { 'content-type': mediaTypes.ndjson, 'x-accel-buffering': 'no', ...headers } });
}

function readLine<T>(line: Buffer | 'too-long', work: Pick<LineWork<T>, 'read'>): Line<T> {
  return lineOf(() => {
    if (line === 'too-long') throw new Problem('too-large', `A line is at most ${maxRequestBytes / 1024} KiB.`);
    return work.read(parseJson(line));
  });
}

/** What a key that went answers in place of the lines that came since, which are not looked at. */
function faultOf(standing: () => void): unknown {
  try {
    standing();
    return undefined;
  } catch (error) {
    return error;
  }
}

function lineOf<T>(read: () => T): Line<T> {
  try {
    return { input: read() };
  } catch (error) {
    return { error };
  }
}

/** Answers the elements of a list as JSON texts in the same order; what is wrong with one alone answers in its place. */
export async function answerAll<T, A extends object>(
  values: readonly unknown[],
  { load, log }: AppDeps,
  work: LineWork<T, A>,
): Promise<string[]> {
  load.enterStream();
  try {
    const queue = new AnswerQueue(work, { load, log });
    const answers: string[] = [];
    const written = (async () => {
      for (let ready = await queue.next(); ready !== undefined; ready = await queue.next()) answers.push(...ready);
    })();
    for (const value of values) {
      if (queue.full) await queue.room();
      queue.add(
        lineOf(() => work.read(value)),
        0,
      );
    }
    queue.end();
    await written;
    return answers;
  } finally {
    load.leaveStream();
  }
}
