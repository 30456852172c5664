/** The webhooks that the settings open. */
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Webhooks } from '../http/endpoint.ts';
import { createClaim } from '../refusals/intake/claims.ts';
import { createSources } from '../refusals/intake/sources.ts';
import type { Service } from '../service.ts';
import { catalogue } from '../telemetry/catalogue.ts';
import type { Metrics } from '../telemetry/metrics.ts';

export function openWebhooks(
  { webhooks, publicUrl }: Config,
  metrics: Metrics,
  { store, hashes }: Pick<Service, 'store' | 'hashes'>,
): Webhooks {
  const events = metrics.counter(catalogue.webhookEvents);
  return {
    sources: createSources(webhooks, publicUrl),
    count: (source, result) => void events(source, result).value++,
    nowMs: systemClock.nowMs,
    claim: createClaim(store, hashes),
  };
}
