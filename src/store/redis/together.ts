/** Questions of one turn of the event loop that are asked together: a command costs more than most of what is asked in it. */

/** Shares the answer among those who ask before it goes out. */
export function oncePerTurn<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => {
    if (asked === undefined) {
      // What is said in a turn goes out at its end (client.ts): who asks later is told by a later answer.
      process.nextTick(() => {
        asked = undefined;
      });
      asked = ask();
    }
    return asked;
  };
}

interface Waiting<T> {
  readonly keys: readonly string[];
  resolve(answer: T): void;
  reject(error: unknown): void;
}

/** Of one command: what it answers with may be long. */
const mostAsks = 32;

/**
 * Reads the keys of several who ask in one turn by one command.
 * @param read all keys at one instant
 */
export function readTogether<V>(
  read: (keys: readonly string[]) => Promise<{ readonly nowMs: number; readonly values: readonly V[] }>,
): (keys: readonly string[]) => Promise<{ nowMs: number; values: V[] }> {
  let waiting: Waiting<{ nowMs: number; values: V[] }>[] = [];

  const send = async (asks: typeof waiting): Promise<void> => {
    try {
      const { nowMs, values } = await read(asks.flatMap(({ keys }) => keys));
      let from = 0;
      for (const { keys, resolve } of asks) {
        resolve({ nowMs, values: values.slice(from, from + keys.length) });
        from += keys.length;
      }
    } catch (error) {
      for (const { reject } of asks) reject(error);
    }
  };
  const sendAll = (): void => {
    const all = waiting;
    waiting = [];
    for (let from = 0; from < all.length; from += mostAsks) void send(all.slice(from, from + mostAsks));
  };
  return (keys) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) process.nextTick(sendAll);
      waiting.push({ keys, resolve, reject });
    });
}
