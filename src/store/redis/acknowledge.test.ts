import { Cluster, Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { sharedRedisUrl, startRedisCluster } from '../../../test/support/redis-server.ts';
import { monotonicMs } from '../../clock.ts';
import { createAcknowledger } from './acknowledge.ts';
import { slotOf } from './nodes.ts';
import { createWaiter } from './waiter.ts';

/** The run's server has no replica: this is never met. */
const inVain = { kind: 'replicated', replicas: 1 } as const;
/** What was written is there: nothing more. */
const written = { kind: 'replicated', replicas: 0 } as const;

let made = 0;
const newName = (): string => `ack-${process.pid}-${++made}`;

/** A connection of this name, as are those that wait: so they are found. */
function connect(connectionName: string): Redis {
  const client = new Redis(sharedRedisUrl(), { connectionName });
  onTestFinished(() => client.disconnect());
  return client;
}
async function waitersOf(client: Redis): Promise<string[]> {
  const own = String(await client.client('ID'));
  const lines = String(await client.client('LIST')).split('\n');
  return lines
    .filter((line) => line.includes(` name=${client.options.connectionName} `))
    .map((line) => /^id=(\d+)/.exec(line)?.[1] ?? '')
    .filter((id) => id !== own);
}
async function putProof(client: Redis | Cluster, proof = `{${newName()}}:proof`): Promise<string> {
  await client.set(proof, '', 'PX', 10_000);
  return proof;
}

test('whose time is over when its turn comes is told so at once, and holds up nobody', async () => {
  const client = connect(newName());
  const waiter = createWaiter(client, '', inVain, () => {});
  onTestFinished(waiter.close);
  await expect(waiter.add(await putProof(client), monotonicMs() + 50)).rejects.toThrow('not in time');
  const beganMs = monotonicMs();
  await expect(waiter.add(await putProof(client), beganMs - 10)).rejects.toThrow('not in time');
  await expect(waiter.add(await putProof(client), beganMs - 10)).rejects.toThrow('not in time');
  expect(monotonicMs() - beganMs).toBeLessThan(800);
});

test('who waits together with others waits as long as the one of them who has most time', async () => {
  const client = connect(newName());
  const waiter = createWaiter(client, '', inVain, () => {});
  onTestFinished(waiter.close);
  const proofs = [await putProof(client), await putProof(client)];
  const beganMs = monotonicMs();
  const waits = proofs.map((proof, at) => waiter.add(proof, beganMs + 1 + 400 * at));
  for (const one of await Promise.allSettled(waits)) expect(one).toMatchObject({ reason: { message: 'not in time' } });
  expect(monotonicMs() - beganMs).toBeGreaterThan(390);
});

test('of those who wait together each is told of its own write alone', async () => {
  const client = connect(newName());
  const acknowledger = createAcknowledger({ client, masters: () => [client] }, written);
  onTestFinished(acknowledger.close);
  const there = await putProof(client);
  const [lost, found] = await Promise.allSettled([
    acknowledger.settled([await putProof(client), `{${newName()}}:lost`]),
    acknowledger.settled([there]),
  ]);
  expect(lost.status).toBe('rejected');
  expect(found.status).toBe('fulfilled');
  expect(await client.exists(there)).toBe(0);
});

test('a connection that was lost while it waited for nothing is another one for who asks next, and is let go of at the end', async () => {
  const client = connect(newName());
  const acknowledger = createAcknowledger({ client, masters: () => [client] }, written);
  await acknowledger.settled([await putProof(client)]);
  const [first = '', ...more] = await waitersOf(client);
  expect(more).toEqual([]);
  await client.client('KILL', 'ID', first);
  await expect
    .poll(async () => (await acknowledger.settled([await putProof(client)]).then(() => true)) || false)
    .toBe(true);
  const [second] = await waitersOf(client);
  expect(second).not.toBe(first);
  acknowledger.close();
  await expect.poll(() => waitersOf(client)).toEqual([]);
});

test('the proof of what has moved to another node is found there, however old what is known of the nodes', async () => {
  const cluster = await startRedisCluster();
  onTestFinished(() => cluster.stop());
  const client = new Cluster(
    cluster.ports.map((port) => ({ host: '127.0.0.1', port })),
    { redisOptions: { commandTimeout: 5000 } },
  );
  onTestFinished(() => client.disconnect());
  const acknowledger = createAcknowledger({ client, masters: () => client.nodes('master') }, written);
  onTestFinished(acknowledger.close);
  for (let time = 0; time < 5; time++) {
    const proof = await putProof(client);
    const slot = slotOf(proof);
    const [owner] = client.slots[slot] ?? [];
    const other = client.slots.flat().find((name) => name !== owner) ?? '';
    client.slots[slot] = [other];
    await acknowledger.settled([proof]);
    expect(await client.exists(proof)).toBe(0);
  }
});
