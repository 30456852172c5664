/** How the customer's pages look like the sender's: a name, a logo, one colour, and where to write to. */
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';

export interface Brand {
  /** Empty: the pages name nobody. */
  readonly name: string;
  /** `#rrggbb`; white text stands on it. */
  readonly color: string;
  /** A `data:` URL: the page asks nobody for anything. */
  readonly logo: string | undefined;
  readonly supportUrl: string | undefined;
}

export const plainBrand: Brand = { name: '', color: '#1f4e9e', logo: undefined, supportUrl: undefined };

/** WCAG 2.2, 1.4.3: of text of ordinary size. */
const leastContrast = 4.5;

/** @returns what is wrong with a colour that white text is to stand on, or undefined. */
export function colorFault(color: string): string | undefined {
  if (!/^#[0-9a-f]{6}$/i.test(color)) return 'must be # and six hex digits, such as #1f4e9e';
  const contrast = 1.05 / (luminance(color) + 0.05);
  if (contrast >= leastContrast) return undefined;
  const shown = Math.floor(contrast * 10) / 10;
  return `${color} gives white text a contrast of ${shown}:1, and people need ${leastContrast}:1 to read it: take a darker one`;
}

/** Relative luminance of sRGB, 0 to 1. */
function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const imageTypes: Readonly<Record<string, string>> = {
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
};
/** How the files of each type begin; before its root an SVG may have a byte order mark, a declaration and comments. */
const begins: Readonly<Record<string, RegExp>> = {
  'image/svg+xml': /^(\xef\xbb\xbf)?\s*<(svg[\s>]|[?!][\s\S]*<svg[\s>])/,
  'image/png': /^\x89PNG/,
  'image/jpeg': /^\xff\xd8\xff/,
  'image/webp': /^RIFF[\s\S]{4}WEBP/,
};
/** It travels with every page. */
const mostLogoBytes = 64 * 1024;

/** @throws Error that says what is wrong with the file */
export function readLogo(path: string): string {
  const type = imageTypes[extname(path).toLowerCase()];
  if (type === undefined) throw new Error(`${path} must be one of ${Object.keys(imageTypes).join(', ')}`);
  const bytes = readFileSync(path);
  if (bytes.length > mostLogoBytes)
    throw new Error(`${path} has ${bytes.length} bytes, and at most ${mostLogoBytes} fit`);
  if (!begins[type]?.test(bytes.subarray(0, 1024).toString('latin1')))
    throw new Error(`${path} is no ${type}, whatever its name says: every page would show a broken picture`);
  return `data:${type};base64,${bytes.toString('base64')}`;
}
