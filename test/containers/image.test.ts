import { GenericContainer, getContainerRuntimeClient, type StartedTestContainer, Wait } from 'testcontainers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const makeKeyThenServe = 'contact-guard keys create --name smoke --scopes decide,read && exec node src/main.ts';

async function imageToTest(): Promise<GenericContainer> {
  const built = process.env['GUARD_IMAGE'];
  return built === undefined ? await GenericContainer.fromDockerfile('.').build() : new GenericContainer(built);
}

async function textOf(container: StartedTestContainer): Promise<string> {
  const log = await container.logs({ tail: 1000 });
  let text = '';
  log.on('data', (chunk) => {
    text += String(chunk);
  });
  await vi.waitUntil(() => /cg_[\w-]+\s/.test(text), { timeout: 5000 });
  log.destroy();
  return text;
}

describe('the image on its own: the embedded store in /data', () => {
  let container: StartedTestContainer;
  let base: string;
  let key: string;

  const ask = (customerId: string) =>
    fetch(`${base}/can-contact`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ customerId, channel: 'email', purpose: 'consent-request', operationId: customerId }),
    });
  const handle = async () => (await getContainerRuntimeClient()).container.getById(container.getId());

  beforeAll(async () => {
    const image = await imageToTest();
    container = await image
      .withCommand(['sh', '-c', makeKeyThenServe])
      .withExposedPorts(8080)
      .withDroppedCapabilities('ALL')
      .withSecurityOpt('no-new-privileges:true')
      .withWaitStrategy(Wait.forHttp('/readyz', 8080))
      .start();
    base = `http://${container.getHost()}:${container.getMappedPort(8080)}`;
    key = /cg_[\w-]+/.exec(await textOf(container))?.[0] ?? '';
  });
  afterAll(async () => {
    await container?.stop();
  });

  it('runs as an ordinary user and its health check passes', async () => {
    expect((await container.exec(['id', '-u'])).output.trim()).toBe('1000');
    const status = async () => (await (await handle()).inspect()).State.Health?.Status;
    await expect.poll(status, { timeout: 30_000, interval: 500 }).toBe('healthy');
  });

  it('serves the reference page without an outside host', async () => {
    const page = await fetch(`${base}/docs`);
    expect(page.status).toBe(200);
    const html = await page.text();
    const sources = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source = '']) => source);
    expect(sources.filter((source) => /^(https?:)?\/\//.test(source))).toEqual([]);
    const scripts = sources.filter((source) => source.endsWith('.js'));
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) expect((await fetch(new URL(script, `${base}/docs`))).status).toBe(200);
  });

  it('decides with a key, and the contact still counts after a kill -9', async () => {
    const first = await ask('smoke-1');
    expect(first.status).toBe(200);
    const { allowed, contactId } = (await first.json()) as { allowed: boolean; contactId: string };
    expect(allowed).toBe(true);
    await (await handle()).kill({ signal: 'SIGKILL' });
    await (await handle()).start();
    const inspected = await (await handle()).inspect();
    base = `http://${container.getHost()}:${inspected.NetworkSettings.Ports['8080/tcp']?.[0]?.HostPort}`;
    const ready = async () => (await fetch(`${base}/readyz`).catch(() => undefined))?.status;
    await expect.poll(ready, { timeout: 20_000 }).toBe(200);
    expect(await (await ask('smoke-1')).json()).toMatchObject({ allowed: true, replayed: true, contactId });
  });

  it('ends in order on SIGTERM', async () => {
    await (await handle()).stop({ t: 12 });
    expect((await (await handle()).inspect()).State.ExitCode).toBe(0);
  });
});
