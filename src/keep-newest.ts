/**
 * Bounds a map: whoever was set last stands last, and beyond `most` the first one goes.
 * @returns sets an entry. While it does, nothing else may set one that is not there yet
 */
export function keepNewest<K, V>(map: Map<K, V>, most: number): (key: K, value: V) => void {
  // One walk for many entries. Begun anew each time, it would first pass over the places of all who went since the map last grew: tens of
  // microseconds. A walk that stands still holds on to all that the map gives up meanwhile, so that none may stand for ever.
  let oldest = map.keys();
  let sets = 0;
  return (key, value) => {
    if (++sets >= most) {
      oldest = map.keys();
      sets = 0;
    }
    map.delete(key);
    map.set(key, value);
    if (map.size > most) map.delete(oldest.next().value as K);
  };
}
