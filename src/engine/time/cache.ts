/** A bounded memo of pure results. */
export interface Memo<K, V> {
  /** The kept value of `key`, else what `compute` returns, which is kept; a throw keeps nothing. */
  get(key: K, compute: (key: K) => V): V;
}

/**
 * Keeps at least the `limit` most recently used results and at most twice as many.
 * Two generations instead of an exact LRU: a hit among the young is one `Map` look-up and moves nothing.
 */
export function createMemo<K, V extends object>(limit: number): Memo<K, V> {
  let young = new Map<K, V>();
  let old = new Map<K, V>();
  return {
    get(key, compute) {
      const kept = young.get(key);
      if (kept !== undefined) return kept;
      const value = old.get(key) ?? compute(key);
      if (young.size >= limit) {
        old = young;
        young = new Map();
      }
      young.set(key, value);
      return value;
    },
  };
}
