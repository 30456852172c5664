/**
 * As many requests as a server answers, in a process of its own: 64 connections, each asks again as soon as it was answered. Bare sockets, so
 * that on two processors the load takes little from those who are measured.
 */
import { connect, type Socket } from 'node:net';
import { tellParent } from './child.ts';
import { canContact, lengthOf } from './requests.ts';

export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  /** Not answered with 200. */
  readonly failed: number;
}

const setting = (name: string) => Number(process.env[name]);
const seconds = setting('SECONDS');
const requestOf = canContact({
  customers: setting('CUSTOMERS'),
  from: setting('FROM'),
  withAddress: process.env['ADDRESS'] === 'yes',
});
const connections = 64;

let step = setting('FIRST');
let answered = 0;
let failed = 0;
let underWay = 0;
let endMs = Number.POSITIVE_INFINITY;

function ask(socket: Socket): void {
  underWay++;
  socket.write(requestOf(step++), 'latin1');
}

/** Asks again and again until the time is over. */
function keepAsking(socket: Socket): void {
  let answer = '';
  socket.on('data', (chunk: Buffer) => {
    answer = answer === '' ? chunk.toString('latin1') : answer + chunk.toString('latin1');
    const length = lengthOf(answer);
    if (length === undefined || answer.length < length) return;
    if (!answer.startsWith('HTTP/1.1 200')) failed++;
    answer = '';
    answered++;
    underWay--;
    if (performance.now() < endMs) ask(socket);
    else if (underWay === 0) report();
  });
  socket.on('close', () => {
    throw new Error('the server closed a connection');
  });
}

function report(): void {
  const result: LoadResult = { requests: answered, seconds: (performance.now() - startMs) / 1000, failed };
  tellParent(result);
}

const sockets = Array.from({ length: connections }, () => connect(setting('PORT'), '127.0.0.1').setNoDelay(true));
await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
const startMs = performance.now();
endMs = startMs + seconds * 1000;
for (const socket of sockets) {
  keepAsking(socket);
  ask(socket);
}
