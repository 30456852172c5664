/** An answer that goes on ends with the key it was asked with: one that was revoked, has expired or lost a scope. */
import { holdsAll } from '../auth/scopes.ts';
import { Problem } from '../errors.ts';
import type { HttpContext } from './body.ts';
import { header } from './body.ts';
import type { AppDeps } from './endpoint.ts';

/** To be called while the request is answered. @returns a check that throws Problem `unauthorized` from when the key no longer stands. */
export function standingOf(c: HttpContext, { auth }: Pick<AppDeps, 'auth'>): () => void {
  const authorization = header(c, 'authorization');
  const before = auth.callerOf(authorization);
  return () => {
    if (!holdsAll(auth.callerOf(authorization), before))
      throw new Problem('unauthorized', 'The API key may less than when this was begun: begin anew.');
  };
}
