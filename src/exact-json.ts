/** JSON whose numbers are kept as they were written, or found: a number of JavaScript has 15 to 17 digits, and would lose the others in silence. */

/** In the place of a number that cannot be kept as it is. */
export class InexactNumber {}

export const inexactNumber = 'is a number with more digits than can be kept exactly: send it as text';

/**
 * @param inexact what stands for a number that would become another one; told the name of its field
 * @returns what `JSON.parse` makes of it. @throws SyntaxError, and what `inexact` throws
 */
export function parseExactJson(text: string, inexact: (name: string) => unknown = () => new InexactNumber()): unknown {
  const value: unknown = JSON.parse(text);
  if (!mayBeInexact.test(text)) return value;
  return JSON.parse(text, (name, one: unknown, { source } = {} as { source?: string }) =>
    typeof one === 'number' && source !== undefined && plain(source) !== plain(String(one)) ? inexact(name) : one,
  );
}

/** Sixteen digits, or an exponent; nearly no text has either. */
const mayBeInexact = /[\d.]{16}|\d[eE][+-]?\d/;

/** Digits and exponent, however they were written; the sign stays as it is. */
function plain(number: string): string {
  const [, whole = '', part = '', exponent = '0'] = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
  const digits = (whole + part).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  return significant === ''
    ? '0'
    : `${significant}e${Number(exponent) - part.length + digits.length - significant.length}`;
}
