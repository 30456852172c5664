import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { colorFault, readLogo } from './brand.ts';

describe('a colour', () => {
  test.each(['#1f4e9e', '#000000', '#767676', '#14532D'])('%s carries white text', (color) => {
    expect(colorFault(color)).toBeUndefined();
  });
  test.each(['#777777', '#ffd700', '#ffffff'])('%s does not, and the fault says by how much', (color) => {
    expect(colorFault(color)).toMatch(/contrast of \d(\.\d)?:1/);
  });
  test.each(['red', '#fff', '1f4e9e', '#1f4e9g', '#1f4e9e;}body{'])('%s is none', (color) => {
    expect(colorFault(color)).toContain('six hex digits');
  });
});

describe('a logo', () => {
  const folder = mkdtempSync(join(tmpdir(), 'brand-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const read = (name: string, bytes: string | Buffer): string => {
    writeFileSync(join(folder, name), bytes);
    return readLogo(join(folder, name));
  };
  const png = Buffer.from('89504e470d0a1a0a0000', 'hex');
  const jpeg = Buffer.from('ffd8ffe000104a46', 'hex');

  test.each([
    ['a.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml'],
    ['b.SVG', '\ufeff<?xml version="1.0"?>\n<!-- drawn by hand -->\n<svg\n/>', 'image/svg+xml'],
    ['c.png', png, 'image/png'],
    ['d.jpeg', jpeg, 'image/jpeg'],
    ['e.webp', 'RIFF\x10\x00\x00\x00WEBPVP8 ', 'image/webp'],
  ])('%s is part of the page, as what it is', (name, bytes, type) => {
    expect(read(name, bytes)).toMatch(new RegExp(`^data:${type.replace('+', '\\+')};base64,`));
  });

  test.each([
    ['page.png', '<!doctype html><title>Not found</title>', 'is no image/png'],
    ['photo.png', jpeg, 'is no image/png'],
    ['page.svg', '<html><body></body></html>', 'is no image/svg+xml'],
    ['empty.webp', '', 'is no image/webp'],
    ['old.gif', 'GIF89a', 'must be one of .svg, .png'],
    ['large.png', Buffer.concat([png, Buffer.alloc(64 * 1024)]), 'at most 65536'],
  ])('%s is none, and its fault says why', (name, bytes, why) => {
    expect(() => read(name, bytes)).toThrow(why);
  });
});
