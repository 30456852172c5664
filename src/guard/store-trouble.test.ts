import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { StoreUnavailable } from '../errors.ts';
import { createLog } from '../telemetry/log.ts';
import { createStoreTrouble, type StoreTrouble } from './store-trouble.ts';

const gone = new StoreUnavailable('redis: Connection is closed.');
const refused = ['redis does not answer: ECONNREFUSED 10.0.0.5:6379'];

let written: string[];
let problems: readonly string[];
let trouble: StoreTrouble;
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  written = [];
  problems = [];
  const to = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk.toString());
      done();
    },
  });
  trouble = createStoreTrouble({ log: createLog({ level: 'info', to }).log, host: 'redis://10.0.0.5:6379' });
  stop = trouble.follow(() => problems);
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

const lines = () => written.map((line) => JSON.parse(line) as Record<string, unknown>);
const pass = (ms: number) => vi.advanceTimersByTime(ms);

describe('trouble with the store', () => {
  test('is one line with host and cause when it goes and one when it is back, however many answers were degraded', () => {
    problems = ['redis does not answer'];
    trouble.missed(gone);
    pass(200);
    problems = refused;
    for (let second = 0; second < 60; second++) {
      for (let answer = 0; answer < 50; answer++) trouble.missed(gone);
      pass(1000);
    }
    expect(lines()).toEqual([
      expect.objectContaining({
        level: 50,
        event: 'store.unavailable',
        host: 'redis://10.0.0.5:6379',
        cause: 'redis does not answer: ECONNREFUSED 10.0.0.5:6379',
      }),
    ]);
    problems = [];
    pass(100);
    // Begun while the store was away, answered a little later.
    trouble.missed(gone);
    pass(1000);
    expect(lines()).toHaveLength(2);
    expect(lines()[1]).toMatchObject({ level: 30, event: 'store.back', degraded: 3002 });
    expect(lines()[1]?.['awayMs']).toSatisfy((ms: number) => ms > 60_000 && ms <= 60_400);
    pass(600_000);
    expect(lines()).toHaveLength(2);
  });

  test('that is over before its cause was known is said all the same', () => {
    problems = ['redis does not answer'];
    pass(300);
    problems = [];
    pass(1000);
    expect(lines().map(({ event }) => event)).toEqual(['store.unavailable', 'store.back']);
  });

  test('of a store that comes and goes within the second is one outage', () => {
    for (let turn = 0; turn < 20; turn++) {
      problems = turn % 2 === 0 ? refused : [];
      pass(300);
    }
    problems = [];
    pass(1000);
    expect(lines().map(({ event }) => event)).toEqual(['store.unavailable', 'store.back']);
  });

  test('that has another cause after a while says the new one, once it stands', () => {
    problems = refused;
    pass(10_000);
    problems = ['LOADING'];
    pass(2000);
    problems = ['appendonly is off'];
    pass(60_000);
    expect(lines().map(({ event, cause }) => [event, cause])).toEqual([
      ['store.unavailable', refused[0]],
      ['store.still-unavailable', 'appendonly is off'],
    ]);
  });

  test('of single answers, while the store is in use, is said at most once a minute with their number', () => {
    for (let second = 0; second < 125; second++) {
      trouble.missed(gone);
      pass(1000);
    }
    expect(lines().map(({ event, level }) => [event, level])).toEqual(Array(3).fill(['store.slow', 40]));
    expect(lines().reduce((sum, { degraded }) => sum + (degraded as number), 0)).toBeGreaterThan(120);
  });
});
