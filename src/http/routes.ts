/** Every endpoint there is. */
import { preferencesEndpoints } from '../customer-pages/preferences.ts';
import { unsubscribeEndpoints } from '../customer-pages/unsubscribe.ts';
import type { AppDeps, Endpoint } from './endpoint.ts';
import { canContactEndpoints } from './routes/can-contact.ts';
import { consentEndpoints } from './routes/consents.ts';
import { contactEndpoints } from './routes/contacts.ts';
import { customerEndpoints } from './routes/customers.ts';
import { decisionEndpoints, policyEndpoints } from './routes/decisions.ts';
import { docEndpoints } from './routes/docs.ts';
import { healthEndpoints } from './routes/health.ts';
import { refusalEndpoints } from './routes/refusals.ts';
import { reviewEndpoints } from './routes/reviews.ts';
import { suppressionEndpoints } from './routes/suppressions.ts';
import { webhookEndpoints } from './routes/webhooks.ts';

export function endpoints(deps: AppDeps): readonly Endpoint[] {
  const all: Endpoint[] = [
    ...canContactEndpoints(deps),
    ...contactEndpoints(deps),
    ...reviewEndpoints(deps),
    ...refusalEndpoints(deps),
    ...suppressionEndpoints(deps),
    ...consentEndpoints(deps),
    ...webhookEndpoints(deps),
    ...customerEndpoints(deps),
    ...decisionEndpoints(deps),
    ...policyEndpoints(deps),
    ...unsubscribeEndpoints(deps),
    ...preferencesEndpoints(deps),
    ...healthEndpoints(deps),
  ];
  all.push(...docEndpoints(deps, () => all));
  return all;
}
