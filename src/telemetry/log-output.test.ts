import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createLogOutput, type LogOutputOptions } from './log-output.ts';

interface Disk {
  readonly output: ReturnType<typeof createLogOutput>;
  readonly lost: number[];
  readonly troubles: string[];
  text(): string;
  /** Undefined: there is room. */
  fault: string | undefined;
}

/** Takes at most three bytes at once. */
function disk(options: Partial<LogOutputOptions> = {}): Disk {
  let text = '';
  const made: Disk = { output: undefined as never, lost: [], troubles: [], text: () => text, fault: undefined };
  const output = createLogOutput({
    send(bytes, done) {
      const taken = bytes.subarray(0, 3);
      if (made.fault === undefined) text += taken.toString();
      const error = made.fault === undefined ? null : Object.assign(new Error(), { code: made.fault });
      setImmediate(() => done(error, taken.length));
    },
    sendNow: () => {},
    onLost: (lines) => made.lost.push(lines),
    onTrouble: (code) => made.troubles.push(code),
    againMs: 5,
    ...options,
  });
  onTestFinished(() => output.close());
  return Object.assign(made, { output });
}

test('lines come whole and in order, however little is taken at once', async () => {
  const one = disk();
  for (const line of ['first\n', 'second\n', 'thïrd\n']) one.output.write(line);
  await one.output.close();
  expect(one.text()).toBe('first\nsecond\nthïrd\n');
});

test('on a full disk lines wait, within a bound; what is beyond it is counted, and said once there is room', async () => {
  const one = disk({ mostWaiting: 12 });
  one.fault = 'ENOSPC';
  one.output.write('first\n');
  await sleep(30);
  for (const line of ['second\n', 'third\n', 'fourth\n']) one.output.write(line);
  await sleep(30);
  expect({ troubles: one.troubles, lost: one.lost, text: one.text() }).toEqual({
    troubles: ['ENOSPC'],
    lost: [],
    text: '',
  });
  one.fault = undefined;
  await expect.poll(one.text).toBe('first\nsecond\n');
  expect({ said: one.lost, counted: one.output.lost() }).toEqual({ said: [2], counted: 2 });
});

test('the line that says how many were lost is not lost itself where those that waited leave no room for it', async () => {
  const one = disk({ mostWaiting: 12, onLost: (lines) => one.output.write(`lost ${lines}\n`) });
  one.fault = 'ENOSPC';
  one.output.write('first\n');
  await sleep(30);
  for (const line of ['second\n', 'now!\n', 'third\n']) one.output.write(line);
  one.fault = undefined;
  await expect.poll(one.text).toBe('first\nsecond\nnow!\nlost 1\n');
});

test('nothing is kept for a reader that has gone, each line is counted as lost, and closing waits for nobody', async () => {
  const one = disk();
  one.fault = 'EPIPE';
  one.output.write('first\n');
  one.output.write('second\n');
  await one.output.close();
  one.fault = undefined;
  one.output.write('third\n');
  await one.output.close();
  const { output, troubles } = one;
  expect({ text: one.text(), troubles, lost: output.lost() }).toEqual({ text: '', troubles: [], lost: 3 });
});
