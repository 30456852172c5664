/** The answers of many requests on one connection: in their order, and never more at once than a window of them. */
import type { Log } from '../telemetry/log.ts';
import type { Load } from './load.ts';
import { documentOf } from './problem.ts';

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
export type Line<T> = { readonly input: T } | { readonly error: unknown };

/** The window between what is read and what is answered. */
export class AnswerQueue<T, A extends object> {
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
