/** Fields as mail headers and the parts of reports write them: `Name: value`, folded over lines, in blocks with an empty line between them. */

/** By name in lower case; each may stand more than once. */
export type Fields = ReadonlyMap<string, readonly string[]>;

const mostBlocks = 1000;

export function fieldBlocks(text: string): Fields[] {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n/, mostBlocks)
    .map(fieldsOf)
    .filter(({ size }) => size > 0);
}

function fieldsOf(block: string): Fields {
  const fields = new Map<string, string[]>();
  for (const line of block.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const [, name, value] = /^([!-9;-~]+)[ \t]*:(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    const known = fields.get(name.toLowerCase());
    if (known) known.push(value.trim());
    else fields.set(name.toLowerCase(), [value.trim()]);
  }
  return fields;
}
