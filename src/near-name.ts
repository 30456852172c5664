/** Which known name somebody most likely meant: `timezone`, `time_zone` and `timeZne` for `timeZone`. */

/** Longer texts are no mistyped names. */
const maxLength = 64;

/** @returns undefined where none is near */
export function nearName(given: string, known: readonly string[]): string | undefined {
  if (given.length > maxLength) return undefined;
  const plain = bare(given);
  let nearest: string | undefined;
  // Two slips in a long name, one in a short one, none where the name is hardly more than that.
  let least = plain.length > 5 ? 3 : plain.length > 2 ? 2 : 1;
  for (const name of known) {
    const distance = slips(plain, bare(name));
    if (distance >= least) continue;
    nearest = name;
    least = distance;
  }
  return nearest;
}

/** The end of a message about a name that is not known. @returns nothing where none is near */
export function didYouMean(given: string, known: readonly string[]): string {
  const near = nearName(given, known);
  return near === undefined ? '' : `; did you mean ${near}?`;
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9*]/g, '');
}

/** Letters to add, drop, change or swap with their neighbour. */
function slips(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1);
      row.push(least);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
