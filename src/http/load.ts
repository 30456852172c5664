/**
 * How much is decided at once. Single requests go first: beyond their bound they are refused at once (503), so that none waits in a queue
 * until nobody wants its answer. Lines of streams and batches wait for a slot instead, and get few while many single requests are under way.
 */
import { Problem } from '../errors.ts';

export interface LoadLimits {
  /** Single requests under way at once. */
  readonly singles: number;
  /** Lines under way at once, over all streams: a question beside them waits for so many at most. */
  readonly lines: number;
  /** With this many single requests under way … */
  readonly busySingles: number;
  /** … only so many lines are: streams slow down and do not starve. */
  readonly linesWhenBusy: number;
  /** Streams and batches open at once: each holds a window of lines in memory. */
  readonly streams: number;
  /** Readers of the live stream of decisions at once: each may hold a window of entries in memory. */
  readonly readers: number;
}

const defaultLoadLimits: LoadLimits = {
  singles: 2000,
  lines: 128,
  busySingles: 128,
  linesWhenBusy: 32,
  streams: 64,
  readers: 100,
};

export interface Load {
  /** A single request begins. @throws Problem `overloaded`. The caller ends it with `leave`, once. */
  enter(): void;
  leave(): void;
  /** A stream or batch begins. @throws Problem `overloaded`. */
  enterStream(): void;
  leaveStream(): void;
  /** A reader of the live stream begins. @throws Problem `overloaded`. @returns how it ends; more than once is once */
  enterReader(): () => void;
  /** Runs one line's work as soon as there is a slot, in the order of asking. */
  line<T>(run: () => Promise<T>): Promise<T>;
}

export function createLoad(limits: LoadLimits = defaultLoadLimits): Load {
  let singles = 0;
  let lines = 0;
  let streams = 0;
  let readers = 0;
  const waiting: (() => void)[] = [];
  let head = 0;

  const hasSlot = () => lines < (singles >= limits.busySingles ? limits.linesWhenBusy : limits.lines);

  function wake(): void {
    while (head < waiting.length && hasSlot()) {
      lines++;
      waiting[head++]?.();
    }
    if (head === waiting.length) {
      waiting.length = 0;
      head = 0;
    } else if (head > 4096) {
      waiting.splice(0, head);
      head = 0;
    }
  }

  function endLine(): void {
    lines--;
    wake();
  }

  function run<T>(work: () => Promise<T>): Promise<T> {
    return work().finally(endLine);
  }

  return {
    enter() {
      if (singles >= limits.singles) throw new Problem('overloaded', `${limits.singles} requests are under way.`);
      singles++;
    },
    leave() {
      singles--;
      if (head < waiting.length) wake();
    },
    enterStream() {
      if (streams >= limits.streams)
        throw new Problem('overloaded', `${limits.streams} batches and streams are under way.`);
      streams++;
    },
    leaveStream() {
      streams--;
    },
    enterReader() {
      if (readers >= limits.readers)
        throw new Problem('overloaded', `${limits.readers} readers follow the decisions already.`);
      readers++;
      let isHere = true;
      return () => {
        if (isHere) readers--;
        isHere = false;
      };
    },
    line(work) {
      if (head === waiting.length && hasSlot()) {
        lines++;
        return run(work);
      }
      return new Promise<void>((resolve) => waiting.push(resolve)).then(() => run(work));
    },
  };
}
