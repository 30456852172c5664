/** Every endpoint there is. `/openapi.json` and `/docs` describe the others and themselves. */
import type { AppDeps, Endpoint } from './endpoint.ts';
import { canContactEndpoints } from './routes/can-contact.ts';
import { healthEndpoints } from './routes/health.ts';

export function endpoints(deps: AppDeps): readonly Endpoint[] {
  return [...canContactEndpoints(deps), ...healthEndpoints(deps)];
}
