import { GenericContainer, getContainerRuntimeClient, type StartedTestContainer } from 'testcontainers';
import { freePort, type RedisProcessOptions, type RedisServer, serverArguments } from './redis-process.ts';

const open = ['--bind', '0.0.0.0', '--protected-mode', 'no', '--dir', '/data'];

/** The same port inside and outside, so that it outlives a restart and cluster nodes can announce it. */
async function startContainer(
  image: string,
  ports: readonly number[],
  command: readonly string[],
  dir?: string,
): Promise<StartedTestContainer> {
  const container = new GenericContainer(image)
    .withExposedPorts(...ports.map((port) => ({ container: port, host: port })))
    .withCommand([...command]);
  if (dir !== undefined) container.withBindMounts([{ source: dir, target: '/data' }]);
  return await container.start();
}

export async function startRedisContainer(image: string, options: RedisProcessOptions): Promise<RedisServer> {
  const port = options.port ?? (await freePort());
  const command = ['redis-server', ...open, ...serverArguments(port, options)];
  const started = await startContainer(image, [port], command, options.dir);
  const engine = await getContainerRuntimeClient();
  const handle = engine.container.getById(started.getId());
  let isStopped = false;
  let pid = (await handle.inspect()).State.Pid;
  return {
    url: `redis://${started.getHost()}:${port}`,
    port,
    get pid() {
      return pid;
    },
    stop: async () => {
      if (!isStopped) await started.stop();
      isStopped = true;
    },
    kill9: async () => {
      await handle.kill({ signal: 'SIGKILL' });
      await handle.wait();
    },
    restart: async () => {
      await handle.restart();
      await untilUp(started.getHost(), port);
      pid = (await handle.inspect()).State.Pid;
    },
    pause: async () => {
      await handle.pause();
    },
    resume: async () => {
      await handle.unpause();
    },
  };
}

/** Three masters in one container: they reach each other under the address that clients use, too. */
export async function startClusterContainer(
  image: string,
  ports: readonly number[],
  args: readonly string[],
): Promise<StartedTestContainer> {
  const servers = ports.map((port) => {
    const files = ['--appenddirname', `aof-${port}`, '--cluster-config-file', `nodes-${port}.conf`];
    const words = [
      'redis-server',
      ...open,
      ...serverArguments(port, { args: [...args, ...files, '--cluster-announce-ip', '127.0.0.1'] }),
    ];
    return `${words.map((word) => `'${word}'`).join(' ')} &`;
  });
  return await startContainer(image, ports, ['sh', '-c', `${servers.join(' ')} wait`]);
}

async function untilUp(host: string, port: number): Promise<void> {
  const { answersPing } = await import('./redis-process.ts');
  const deadlineMs = performance.now() + 60_000;
  while (!(await answersPing(host, port))) {
    if (performance.now() > deadlineMs)
      throw new Error(`the test's Redis on port ${port} did not answer within a minute`);
  }
}
