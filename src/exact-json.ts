/**
 * JSON that says what was sent, or where it does not. A number of JavaScript has 15 to 17 digits and would lose the others in silence; of a name that
 * stands twice in an object one reader takes the first and another the last.
 */
import { type Path, repeatedNames } from './repeated-names.ts';

/** In the place of a value that cannot be kept as it was sent. */
export class Unfit {
  /** Of its field. */
  readonly name: string;
  readonly message: string;

  constructor(name: string, message: string) {
    this.name = name;
    this.message = message;
  }
}

const inexactNumber = 'is a number with more digits than can be kept exactly: send it as text';
const repeated = 'is given twice';

/** @returns what `JSON.parse` makes of it, with `Unfit` in some places. @throws SyntaxError */
export function parseExactJson(text: string, onUnfit?: (unfit: Unfit) => void): unknown {
  const unfit = (name: string, message: string): Unfit => {
    const one = new Unfit(name, message);
    onUnfit?.(one);
    return one;
  };
  const value: unknown = JSON.parse(text);
  const twice = repeatedNames(text, value);
  const exact = mayBeInexact.test(text)
    ? JSON.parse(text, (name, one: unknown, { source } = {} as { source?: string }) =>
        typeof one === 'number' && source !== undefined && plain(source) !== plain(String(one))
          ? unfit(name, inexactNumber)
          : one,
      )
    : value;
  for (const path of twice) replaceAt(exact, path, (name) => unfit(name, repeated));
  return exact;
}

/** Of a place that is gone, in an object whose own name came again, nothing is said but of that name. */
function replaceAt(value: unknown, path: Path, make: (name: string) => Unfit): void {
  const name = String(path.at(-1));
  let inner = value;
  for (const step of path.slice(0, -1)) {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, step)) return;
    inner = (inner as Record<PropertyKey, unknown>)[step];
  }
  if (typeof inner !== 'object' || inner === null || inner instanceof Unfit) return;
  // Not assigned: the name may be `__proto__`.
  Object.defineProperty(inner, name, { value: make(name), enumerable: true, configurable: true, writable: true });
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
