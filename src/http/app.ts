/** The service as one Hono app: endpoints registered bare, without middleware, so that the usual request pays for nothing it does not use. */
import { Hono } from 'hono';
import { Problem } from '../errors.ts';
import { type HttpContext, header, type NodeBindings } from './body.ts';
import { createDirect, type Direct } from './direct.ts';
import type { AppDeps, Endpoint } from './endpoint.ts';
import { honoPath } from './endpoint.ts';
import { admitHost, guarded } from './guarded.ts';
import { preferredType } from './negotiate.ts';
import { answerError } from './problem.ts';
import { createRefusedLog } from './refused-log.ts';
import { endpoints } from './routes.ts';

/** Hono's app, and what is answered without it. */
export type App = Hono<{ Bindings: NodeBindings }> & { readonly direct: Direct };

export function createApp(deps: AppDeps): App {
  const app: Hono<{ Bindings: NodeBindings }> = new Hono();
  const served = endpoints(deps);
  const refused = createRefusedLog(deps.log, deps.meter);
  const { allow, shadowed } = allowTable(served);

  const elsewhere = (c: HttpContext): Response => {
    const meter = deps.meter.route(nowhere.route, methodOf(c));
    const beganMs = meter.begin();
    const response = answerElsewhere(c);
    meter.end(beganMs, response.status, undefined);
    return response;
  };
  const answerElsewhere = (c: HttpContext): Response => {
    try {
      admitHost(c, deps);
      const methods = allow(c.req.path);
      if (methods === undefined && c.req.path === '/' && wantsPage(c))
        return new Response(null, { status: 302, headers: { location: '/docs' } });
      if (methods === undefined)
        throw new Problem('not-found', 'There is nothing at this path; what there is, /docs and /openapi.json say.');
      if (c.req.method === 'OPTIONS') return new Response(null, { status: 204, headers: { allow: methods } });
      const problem = new Problem('method-not-allowed', `Here: ${methods}.`);
      refused(problem, { ...nowhere, method: methodOf(c) });
      const response = answerError(problem, deps.log);
      response.headers.set('allow', methods);
      return response;
    } catch (error) {
      refused(error, { ...nowhere, method: methodOf(c) });
      return answerError(error, deps.log);
    }
  };
  const register = (endpoint: Endpoint) =>
    app.on(endpoint.method, honoPath(endpoint.path), guarded(endpoint, endpoint.handle, deps, refused));
  for (const endpoint of served.filter(({ path }) => !isForm(path))) register(endpoint);
  // With a method that is none of its own such a path is no name that a form asks for.
  for (const path of shadowed) app.all(path, elsewhere);
  for (const endpoint of served.filter(({ path }) => isForm(path))) register(endpoint);
  app.notFound(elsewhere);
  app.onError((error) => answerError(error, deps.log));
  return Object.assign(app, { direct: createDirect(served, deps, refused) });
}

/** A path that nobody serves may hold anything, and is never said. */
const nowhere = { route: 'other', caller: undefined } as const;
const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

function methodOf(c: HttpContext): string {
  return knownMethods.has(c.req.method) ? c.req.method : 'other';
}

/** Somebody who opened the address of the service in a browser. */
function wantsPage(c: HttpContext): boolean {
  return (
    c.req.method === 'GET' && preferredType(header(c, 'accept'), ['application/json', 'text/html']) === 'text/html'
  );
}

/** Whether a path has a part that stands for any name. */
const isForm = (path: string): boolean => path.includes('{');

interface Allowed {
  /** The methods of a path, for `Allow`; undefined where no endpoint has it. */
  allow(path: string): string | undefined;
  /** Paths that a form fits too. */
  readonly shadowed: readonly string[];
}

function allowTable(served: readonly Endpoint[]): Allowed {
  const methods = new Map<string, string[]>();
  for (const { method, path } of served) {
    const list = methods.get(path) ?? ['OPTIONS'];
    list.push(...(method === 'GET' ? ['GET', 'HEAD'] : [method]));
    methods.set(path, list);
  }
  const texts = new Map([...methods].map(([path, list]) => [path, list.sort().join(', ')]));
  const forms = [...texts]
    .filter(([path]) => isForm(path))
    .map(([path, allow]) => {
      return { form: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`), allow };
    });
  const formOf = (path: string) => forms.find(({ form }) => form.test(path));
  return {
    allow: (path) => texts.get(path) ?? formOf(path)?.allow,
    shadowed: [...texts.keys()].filter((path) => !isForm(path) && formOf(path)),
  };
}
