/**
 * Makes this process patient: no load of the machine turns what is decided into "the store is out of reach". The tests of what is decided
 * load it (vitest.config.ts), and so does every process that they start (NODE_OPTIONS); tests of the deadlines themselves do not.
 * Plain JavaScript: an older Node that only starts another one passes by.
 */
if (Number(process.versions.node.split('.')[0]) >= 26) {
  const { deadlines } = await import('../../src/deadlines.ts');
  for (const name of Object.keys(deadlines)) deadlines[name] = 60_000;
}
