/** What `/readyz` says of how safe an acknowledged refusal is, by what REDIS_ACK waits for and what the nodes do. */
import { describe, expect, test } from 'vitest';
import { ackProblems, ackWarnings, type Durability, describeAck } from './durability.ts';

const node = (more: Partial<Durability> = {}): Durability => ({
  version: 'redis 7.2.11',
  appendOnly: true,
  sync: 'always',
  replicas: 1,
  waitsForDisk: true,
  ...more,
});
const replicated = (replicas: number) => ({ kind: 'replicated', replicas }) as const;
const fsynced = (replicas: number) => ({ kind: 'fsynced', replicas }) as const;
const written = { kind: 'written' } as const;

describe('what a power cut takes', () => {
  test.each<[Partial<Durability>[], RegExp]>([
    [[{}], /^nothing/],
    [[{}, { sync: 'everysec' }], /one second/],
    [[{ sync: 'no' }, { sync: 'everysec' }], /half a minute/],
    [[{ sync: 'no' }, { sync: undefined }], /unknown/],
    [[{ appendOnly: false }, { sync: undefined }], /last snapshot/],
  ])('of nodes is that of the worst: %j', (nodes, expected) => {
    for (const some of [nodes, nodes.toReversed()])
      expect(describeAck(written, some.map(node))['lostInPowerCut']).toMatch(expected);
  });

  test('is nothing where the disk is waited for', () => {
    expect(describeAck(fsynced(0), [node({ sync: 'no' })])).toMatchObject({
      acknowledgedWhen: 'fsynced',
      lostInPowerCut: 'nothing',
    });
  });
});

test('of a server that has not answered yet nothing is promised', () => {
  for (const ack of [written, replicated(1), fsynced(1)]) {
    const { lostInPowerCut, lostInFailOver } = describeAck(ack, []);
    for (const said of [lostInPowerCut, lostInFailOver]) expect(said).toMatch(/^unknown/);
  }
});

test('a fail-over loses nothing only where every replica that may take over was waited for', () => {
  const lost = (ack: Parameters<typeof describeAck>[0], replicas: number) =>
    describeAck(ack, [node({ replicas: 0 }), node({ replicas })])['lostInFailOver'];
  expect(lost(replicated(2), 2)).toBe('nothing');
  expect(lost(fsynced(2), 1)).toBe('nothing');
  expect(lost(replicated(2), 3)).toBe('nothing, where one of the 2 replicas that have it takes over');
  expect(lost(written, 0)).toBe('no replica is there to take over');
  for (const ack of [written, fsynced(0)]) expect(lost(ack, 1)).toMatch(/^what the replica had not received yet/);
});

test('what REDIS_ACK waits for is said to be missing where one primary lacks it', () => {
  const warnings = (ack: Parameters<typeof ackWarnings>[0], ...nodes: Partial<Durability>[]) =>
    ackWarnings(ack, nodes.map(node));
  expect(warnings(replicated(1), {}, { replicas: 0 })).toEqual([
    'REDIS_ACK=replicated:1 is not met: a primary has 0 connected replicas, and refusals are answered 503 until it has 1',
  ]);
  expect(warnings(replicated(1), {}, { replicas: 2, sync: 'everysec' })).toEqual([]);
  expect(warnings(fsynced(1), {}, { sync: 'everysec' })).toEqual([
    expect.stringMatching(/^REDIS_ACK=fsynced:1 .*often/),
  ]);
  expect(warnings(fsynced(0), { replicas: 0 })).toEqual([]);
  expect(warnings(written, { replicas: 0, sync: 'no' })).toEqual([]);
});

test('a server that cannot wait for its disk is named, and only where that is asked for', () => {
  const nodes = [node(), node({ version: 'redis 7.0.15', waitsForDisk: false })];
  expect(ackProblems(fsynced(1), nodes)).toEqual([expect.stringContaining('this is redis 7.0.15')]);
  expect([ackProblems(fsynced(1), [node()]), ackProblems(replicated(1), nodes)]).toEqual([[], []]);
});
