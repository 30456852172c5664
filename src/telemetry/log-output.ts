/**
 * Standard output for the log, written beside the event loop. What becomes of the lines keeps nobody from being answered: where the disk under
 * them is full, or a reader stands still, they wait in bounded memory; past that they are lost and counted; where the reader has gone, none is kept.
 */
import { fstatSync, write as writeFile, writeSync } from 'node:fs';

/** Calls back with how many bytes were taken, perhaps not all. */
export type Send = (
  bytes: Buffer,
  done: (error: NodeJS.ErrnoException | null | undefined, taken: number) => void,
) => void;

export interface LogOutput {
  write(line: string): void;
  /** How many lines are lost for good, since the start. */
  lost(): number;
  /** What waits is written, as far as that goes within a second. */
  close(): Promise<void>;
}

export interface LogOutputOptions {
  readonly send: Send;
  /** The same at once, for a process that ends. */
  readonly sendNow: (bytes: Buffer) => void;
  /** So many lines were lost; called when lines can be written again. */
  readonly onLost: (lines: number) => void;
  /** The first failure of a row of them. */
  readonly onTrouble: (code: string) => void;
  /** In characters. */
  readonly mostWaiting?: number;
  readonly againMs?: number;
}

const closeMs = 1000;
/** Nobody reads there any more, and nobody will. */
const gone: readonly string[] = ['EPIPE', 'EBADF', 'ERR_STREAM_DESTROYED'];

export function createLogOutput(options: LogOutputOptions): LogOutput {
  const { send, sendNow, onLost, onTrouble, mostWaiting = 16 * 1024 * 1024, againMs = 500 } = options;
  let waiting: string[] = [];
  let size = 0;
  let lost = 0;
  /** Of these, those that were said. */
  let lostSaid = 0;
  /** What is under way, or was begun and is tried again. */
  let begun: Buffer | undefined;
  let isWriting = false;
  let isDue = false;
  let isInTrouble = false;
  let isGone = false;
  let onIdle: (() => void) | undefined;

  const take = (): Buffer => {
    const bytes = Buffer.from(waiting.join(''));
    waiting = [];
    size = 0;
    return bytes;
  };

  const next = (): void => {
    isDue = false;
    if (isWriting) return;
    if (begun === undefined && waiting.length > 0) {
      begun = take();
      // There is room again for the line that says it.
      const lines = lost - lostSaid;
      lostSaid = lost;
      if (lines > 0) onLost(lines);
    }
    if (begun === undefined || isGone) {
      onIdle?.();
      return;
    }
    isWriting = true;
    const bytes = begun;
    send(bytes, (error, taken) => {
      isWriting = false;
      if (error) return failed(error.code ?? '');
      begun = taken < bytes.length ? bytes.subarray(taken) : undefined;
      isInTrouble = false;
      next();
    });
  };

  const failed = (code: string): void => {
    if (gone.includes(code)) {
      isGone = true;
      lost += linesIn(begun) + waiting.length;
      take();
      begun = undefined;
      onIdle?.();
      return;
    }
    if (!isInTrouble && code !== 'EAGAIN') {
      isInTrouble = true;
      onTrouble(code);
    }
    setTimeout(next, againMs).unref();
  };

  const atExit = (): void => {
    if (isGone) return;
    const rest = take();
    sendNow(begun === undefined || isWriting ? rest : Buffer.concat([begun, rest]));
  };
  process.on('exit', atExit);

  return {
    write(line) {
      if (isGone || size + line.length > mostWaiting) {
        lost++;
        return;
      }
      waiting.push(line);
      size += line.length;
      // What is said in one turn goes out together.
      if (isDue || isWriting || isInTrouble) return;
      isDue = true;
      setImmediate(next);
    },
    lost: () => lost,
    async close() {
      if (!isGone && (isWriting || begun !== undefined || waiting.length > 0)) {
        await new Promise<void>((resolve) => {
          onIdle = resolve;
          setTimeout(resolve, closeMs).unref();
        });
        onIdle = undefined;
      }
      process.removeListener('exit', atExit);
    },
  };
}

/** Whole, or what is left of one. */
const linesIn = (bytes: Buffer | undefined): number => bytes?.toString().match(/\n/g)?.length ?? 0;

/** A pipe by Node's own stream, which is never blocked by it; anything else by its number. */
export function standardOutput(): Pick<LogOutputOptions, 'send' | 'sendNow'> {
  const kind = fstatSync(1);
  if (kind.isFIFO() || kind.isSocket()) {
    const { stdout } = process;
    // Without a listener of its own a reader that has gone would end the process; `send` is told of it as well.
    if (!stdout.listeners('error').includes(ignore)) stdout.on('error', ignore);
    return {
      send: (bytes, done) => void stdout.write(bytes, (error) => done(error, bytes.length)),
      sendNow: (bytes) => void stdout.write(bytes),
    };
  }
  return {
    send: (bytes, done) => writeFile(1, bytes, done),
    sendNow(bytes) {
      try {
        for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at);
      } catch {
        // It is as full as it was.
      }
    },
  };
}

function ignore(): void {}
