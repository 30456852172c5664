/** A sender as its author would write it with a generated client. What must not compile stands below `@ts-expect-error`. */
export const clientProgram = `
import createClient from 'openapi-fetch';
import type { components, paths } from './api.d.ts';

const guard = createClient<paths>({ baseUrl: process.env['GUARD_URL'] ?? '' });
const found: Record<string, unknown> = {};

const request = { customerId: 'c1', channel: 'email', purpose: 'marketing.promotions' } as const;
const asked = await guard.POST('/can-contact', { body: { ...request, operationId: 'o1' } });
if (asked.error) throw new Error(asked.error.detail);
const decision = asked.data;
// @ts-expect-error null where it is denied
const before: string = decision.contactId;
if (decision.allowed) {
  const contactId: string = decision.contactId;
  const { data } = await guard.POST('/contacts/{contactId}/outcome', {
    params: { path: { contactId } },
    body: { outcome: 'delivered' },
  });
  const counts: boolean | undefined = data?.counts;
  found.counts = counts;
} else {
  const nothing: string | null = decision.contactId;
  // @ts-expect-error who was denied has no links
  found.links = decision.links;
  found.nothing = nothing;
}
const messages: string[] = decision.reasons.map((reason) => reason.message);
found.messages = messages;
// @ts-expect-error a field that answers do not have
found.odd = decision.contactid;

// @ts-expect-error no mode of that name
void (() => guard.POST('/can-contact', { body: { ...request, mode: 'reserved' } }));
// @ts-expect-error the purpose is missing
void (() => guard.POST('/can-contact', { body: { customerId: 'c1', channel: 'email' } }));

const checked = await guard.POST('/can-contact', { body: { ...request, mode: 'check' } });
found.checked = checked.data?.allowed;

const minimal = await guard.POST('/can-contact', {
  body: request,
  params: { header: { Prefer: 'return=minimal', 'Idempotency-Key': 'o2' } },
});
found.minimal = Object.keys(minimal.data as components['schemas']['MinimalDecision']).sort();

const batch = await guard.POST('/can-contact/batch', {
  body: { requests: [request, { ...request, channel: 'sms', purpose: 'no.such' }] },
});
found.batch = batch.data?.decisions.map((one) =>
  'decisionId' in one ? one.allowed : one.errors?.map(({ path }) => path),
);

const wrong = await guard.POST('/can-contact', { body: { ...request, purpose: 'nope', region: 'XX' } });
const problems: components['schemas']['Problem'] | undefined = wrong.error;
found.problems = problems?.errors?.map(({ path }) => path);

const made = await guard.POST('/contacts', {
  body: { ...request, channel: 'voice', at: new Date().toISOString(), operationId: 'call-1' },
});
found.made = made.data?.replayed;

const refused = await guard.POST('/refusals', {
  body: { customerId: 'c1', channel: 'email', signal: 'unsubscribe', source: 'page' },
});
const suppressions = refused.data?.suppressions ?? [];
found.suppressed = suppressions.map(({ channel, purpose, classes, expiresAt }) => ({ channel, purpose, classes, expiresAt }));
const denied = await guard.POST('/can-contact', { body: request });
found.denied = denied.data?.reasons.map(({ code }) => code);

const [suppressionId = ''] = denied.data?.reasons.flatMap((reason) => reason.suppressionId ?? []) ?? [];
const suppression = await guard.GET('/suppressions/{suppressionId}', { params: { path: { suppressionId } } });
const refusalId = suppression.data?.refusalId ?? '';
const refusal = await guard.GET('/refusals/{refusalId}', { params: { path: { refusalId } } });
found.refusal = [refusal.data?.signal, refusal.data?.source, refusal.data?.caller];
const events = await guard.GET('/refusals', { params: { query: { customerId: 'c1', limit: 10 } } });
found.events = events.data?.events.map((one) => (one.event === 'lift' ? one.reason : one.event === 'refusal' ? one.signal : one.event === 'erasure' ? one.keptStamps : one.purpose));
const bound = await guard.GET('/suppressions', { params: { query: { customerId: 'c1' } } });
found.by = [...new Set(bound.data?.suppressions.map(({ by }) => by))];
const contact = await guard.GET('/contacts/{contactId}', { params: { path: { contactId: made.data?.contactId ?? '' } } });
found.contact = [contact.data?.channel, contact.data?.state, contact.data?.consent];
const gone = await guard.DELETE('/suppressions/{suppressionId}', {
  params: { path: { suppressionId } },
  body: { reason: 'a mistake', source: 'support' },
});
found.lifted = [gone.response.status, gone.data?.suppressionId];

const log = await guard.GET('/decisions', { params: { query: { allowed: false, limit: 10, code: 'suppressed' } } });
// @ts-expect-error limits are numbers
void (() => guard.GET('/decisions', { params: { query: { limit: '10' } } }));
// @ts-expect-error truth is no text
void (() => guard.GET('/decisions', { params: { query: { allowed: 'false' } } }));
found.log = log.data?.decisions.map(({ caller, request, basis, reasons, degraded }) => ({
  caller,
  customerId: request?.customerId,
  region: basis.region,
  codes: reasons.map(({ code }) => code),
  degraded,
}));

const set = await guard.GET('/policies');
found.policies = set.data?.policies.map(({ policy }) => policy);
found.classes = [...new Set(set.data?.purposes.map((purpose) => purpose.class))];
const revision = set.data?.revision ?? '';
const past = await guard.GET('/policies/{revision}', { params: { path: { revision } } });
found.files = past.data?.sources.map(({ file }) => file);

console.log(JSON.stringify(found));
`;
