import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLineSplitter } from './line-splitter.ts';

function split(chunks: readonly (string | Buffer)[], max = 100): string[] {
  const splitter = createLineSplitter(max);
  const lines = chunks.flatMap((chunk) => [...splitter.push(Buffer.from(chunk))]);
  return [...lines, ...splitter.end()].map((line) => (line === 'too-long' ? 'TOO LONG' : line.toString()));
}

test('cuts at LF and CRLF, drops empty lines, and takes a last line without its end', () => {
  expect(split(['a\nb\r\n\n \t\r\n\r\nc'])).toEqual(['a', 'b', 'c']);
  expect(split(['a', 'b', '\r', '\n', 'c\n'])).toEqual(['ab', 'c']);
});

test('puts a mark in the place of a line that is too long, and goes on', () => {
  expect(split([`${'x'.repeat(100)}\n${'y'.repeat(101)}\nz`])).toEqual(['x'.repeat(100), 'TOO LONG', 'z']);
  expect(split([...Array<string>(500).fill('x'), '\nz\n'])).toEqual(['TOO LONG', 'z']);
  expect(split([`${'x'.repeat(100)}\r\n`, 'x'.repeat(101)])).toEqual(['x'.repeat(100), 'TOO LONG']);
});

test('finds the same lines wherever the chunks are cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', 'é', '😀', '\n', '\r\n', 'x'.repeat(60)), { maxLength: 40 }),
      fc.array(fc.integer({ min: 0, max: 300 })),
      (parts, cuts) => {
        const bytes = Buffer.from(parts.join(''));
        const at = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
        const chunks = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
        expect(split(chunks)).toEqual(split([bytes]));
      },
    ),
  );
});
