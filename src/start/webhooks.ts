/** The webhooks that the settings open. */
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Webhooks } from '../http/endpoint.ts';
import { createSources } from '../refusals/intake/sources.ts';
import { catalogue } from '../telemetry/catalogue.ts';
import type { Metrics } from '../telemetry/metrics.ts';

export function openWebhooks({ webhooks, publicUrl }: Config, metrics: Metrics): Webhooks {
  const events = metrics.counter(catalogue.webhookEvents);
  return {
    sources: createSources(webhooks, publicUrl),
    count: (source, result) => void events(source, result).value++,
    nowMs: systemClock.nowMs,
  };
}
