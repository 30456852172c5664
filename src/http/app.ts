/** The service as one Hono app: endpoints registered bare, without middleware, so that the usual request pays for nothing it does not use. */
import { Hono } from 'hono';
import { requireLoopbackHost } from '../auth/loopback.ts';
import { requireScope } from '../auth/scopes.ts';
import { Problem } from '../errors.ts';
import type { Caller } from '../guard-types.ts';
import type { HttpContext, NodeBindings } from './body.ts';
import { header } from './body.ts';
import type { AppDeps, Endpoint } from './endpoint.ts';
import { honoPath } from './endpoint.ts';
import { answerError } from './problem.ts';
import { endpoints } from './routes.ts';

const nobody: Caller = { name: '', scopes: new Set() };

export type App = Hono<{ Bindings: NodeBindings }>;

export function createApp(deps: AppDeps): App {
  const app: App = new Hono();
  const served = endpoints(deps);
  for (const endpoint of served) app.on(endpoint.method, honoPath(endpoint.path), guarded(endpoint, deps));
  const allow = allowTable(served);

  app.notFound((c) => {
    try {
      admitHost(c, deps);
      const methods = allow(c.req.path);
      if (methods === undefined)
        return answerError(new Problem('not-found', 'There is nothing at this path.'), deps.log);
      if (c.req.method === 'OPTIONS') return new Response(null, { status: 204, headers: { allow: methods } });
      const response = answerError(new Problem('method-not-allowed', `Here: ${methods}.`), deps.log);
      response.headers.set('allow', methods);
      return response;
    } catch (error) {
      return answerError(error, deps.log);
    }
  });
  app.onError((error) => answerError(error, deps.log));
  return app;
}

function guarded(endpoint: Endpoint, deps: AppDeps): (c: HttpContext) => Promise<Response> {
  const { auth, log } = deps;
  const needed = endpoint.scopes === 'open' ? undefined : endpoint.scopes;
  return async (c) => {
    try {
      admitHost(c, deps);
      if (needed === undefined) return await endpoint.handle(c, nobody);
      const caller = auth.callerOf(header(c, 'authorization'));
      requireScope(caller, needed);
      return await endpoint.handle(c, caller);
    } catch (error) {
      return answerError(error, log, needed);
    }
  };
}

/** Without keys everything is open, so only this machine may ask. */
function admitHost(c: HttpContext, { auth }: AppDeps): void {
  if (!auth.loopbackOnly) return;
  requireLoopbackHost(header(c, 'host') ?? new URL(c.req.url).host, header(c, 'origin'));
}

/** @returns the methods of a path, for `Allow`; undefined where no endpoint has it. */
function allowTable(served: readonly Endpoint[]): (path: string) => string | undefined {
  const methods = new Map<string, string[]>();
  for (const { method, path } of served) {
    const list = methods.get(path) ?? ['OPTIONS'];
    list.push(...(method === 'GET' ? ['GET', 'HEAD'] : [method]));
    methods.set(path, list);
  }
  const table = [...methods].map(([path, list]) => ({
    form: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
    allow: list.sort().join(', '),
  }));
  return (path) => {
    const allowed = table.filter(({ form }) => form.test(path)).flatMap(({ allow }) => allow.split(', '));
    return allowed.length === 0 ? undefined : [...new Set(allowed)].join(', ');
  };
}
