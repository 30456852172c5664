/**
 * A load at a constant rate, in a process of its own: requests fall due on a grid of milliseconds whether or not earlier ones were answered, and
 * each one's time runs from when it was due, so that a server that stalls pays for all who wait (no coordinated omission).
 */
import { connect, type Socket } from 'node:net';
import { tellParent } from './child.ts';
import { canContact, lengthOf } from './requests.ts';

export interface RateResult {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly failed: number;
}

const setting = (name: string) => Number(process.env[name]);
const [port, rate, seconds, customers] = ['PORT', 'RATE', 'SECONDS', 'CUSTOMERS'].map(setting) as [
  number,
  number,
  number,
  number,
];
const requestOf = canContact({ customers });
const connections = 128;
/** The first part warms the connections and does not count. */
const warmMs = 500;

const free: Socket[] = [];
const due: number[] = [];
const times: number[] = [];
let step = setting('FIRST');
let failed = 0;
let underWay = 0;

function send(socket: Socket, dueMs: number): void {
  underWay++;
  let answer = '';
  socket.on('data', function take(chunk: Buffer) {
    answer += chunk.toString('latin1');
    const length = lengthOf(answer);
    if (length === undefined || answer.length < length) return;
    socket.off('data', take);
    underWay--;
    if (!answer.startsWith('HTTP/1.1 200')) failed++;
    if (dueMs >= startMs + warmMs) times.push(performance.now() - dueMs);
    const waiting = due.shift();
    if (waiting === undefined) free.push(socket);
    else send(socket, waiting);
  });
  socket.write(requestOf(step++), 'latin1');
}

for (let index = 0; index < connections; index++) {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  await new Promise((resolve) => socket.once('connect', resolve));
  free.push(socket);
}
// A load that only stands beside what is measured is stopped and not asked what it saw.
if (process.env['SAY_AT_START']) tellParent('begun');
const startMs = Math.ceil(performance.now());
const endMs = startMs + seconds * 1000;
let nextMs = startMs;
let asked = 0;

function tick(): void {
  const nowMs = performance.now();
  for (; nextMs <= nowMs && nextMs < endMs; nextMs++) {
    for (; asked < ((nextMs - startMs + 1) * rate) / 1000; asked++) {
      const socket = free.shift();
      if (socket) send(socket, nextMs);
      else due.push(nextMs);
    }
  }
  if (nextMs < endMs || underWay > 0) setTimeout(tick, 1);
  else report();
}

function report(): void {
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? Number.NaN;
  const result: RateResult = { p50Ms: at(0.5), p99Ms: at(0.99), failed };
  tellParent(result);
}

tick();
