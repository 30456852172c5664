/**
 * Bounds a map: whoever was set last stands last, and beyond `most` the first one goes.
 * @returns sets an entry. While it does, nothing else may set one that is not there yet
 */
export function keepNewest<K, V>(map: Map<K, V>, most: number): (key: K, value: V) => void {
  // One walk for ever. Begun anew each time, it would first pass over the places of all who went since the map last grew: tens of microseconds.
  const oldest = map.keys();
  return (key, value) => {
    map.delete(key);
    map.set(key, value);
    if (map.size > most) map.delete(oldest.next().value as K);
  };
}
