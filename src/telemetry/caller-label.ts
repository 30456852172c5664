/** Callers as a label: bounded, since each name makes time series of its own. */
const mostNames = 100;

/** @returns what makes of a name its label: `none` where nobody is known, `other` for names beyond the first hundred. */
export function createCallerLabels(): (name: string | undefined) => string {
  const seen = new Set<string>();
  return (name) => {
    if (name === undefined || name === '') return 'none';
    if (seen.has(name)) return name;
    if (seen.size >= mostNames) return 'other';
    seen.add(name);
    return name;
  };
}
