/** Cuts chunks of bytes into lines: LF or CRLF, empty lines dropped, the last one may lack its end. Holds at most one line. */

export interface LineSplitter {
  /** The lines that end within `chunk`; `too-long` stands in the place of a line of more than the bound. */
  push(chunk: Uint8Array): Iterable<Buffer | 'too-long'>;
  /** What is left after the last line end. */
  end(): Iterable<Buffer | 'too-long'>;
}

const lineFeed = 0x0a;

export function createLineSplitter(maxBytes: number): LineSplitter {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let overlong = false;

  function hold(part: Buffer): void {
    if (overlong || part.length === 0) return;
    heldBytes += part.length;
    // One byte more than the bound may be the CR of a line end.
    if (heldBytes > maxBytes + 1) {
      overlong = true;
      held = [];
    } else held.push(part);
  }

  function takeLine(): Buffer | 'too-long' | undefined {
    const parts = held;
    const wasOverlong = overlong;
    held = [];
    heldBytes = 0;
    overlong = false;
    if (wasOverlong) return 'too-long';
    const whole = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
    const line = whole[whole.length - 1] === 0x0d ? whole.subarray(0, -1) : whole;
    if (line.length > maxBytes) return 'too-long';
    return isBlank(line) ? undefined : line;
  }

  return {
    *push(chunk) {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      let start = 0;
      for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, start)) {
        hold(bytes.subarray(start, at));
        start = at + 1;
        const line = takeLine();
        if (line !== undefined) yield line;
      }
      hold(bytes.subarray(start));
    },
    *end() {
      const line = takeLine();
      if (line !== undefined) yield line;
    },
  };
}

/** Spaces and tabs alone are an empty line too. */
function isBlank(line: Buffer): boolean {
  for (const byte of line) if (byte !== 0x20 && byte !== 0x09) return false;
  return true;
}
