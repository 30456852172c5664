/** The OpenTelemetry SDK with a reader that is asked by `/metrics`: no port of its own, nothing pushed. */
import type { Meter } from '@opentelemetry/api';
import { metrics } from '@opentelemetry/api';
import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { AggregationTemporality, AggregationType, MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';

class PullReader extends MetricReader {
  constructor() {
    super({
      aggregationSelector: () => ({ type: AggregationType.DEFAULT }),
      aggregationTemporalitySelector: () => AggregationTemporality.CUMULATIVE,
    });
  }

  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

export interface Telemetry {
  readonly meter: Meter;
  /** Every metric in the text format of Prometheus. */
  render(): Promise<string>;
  shutdown(): Promise<void>;
}

/** `off` (OTEL_SDK_DISABLED): instruments that count nothing, and an empty page. OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES are OpenTelemetry's to read. */
export function startTelemetry({
  version,
  off = false,
}: {
  readonly version: string;
  readonly off?: boolean;
}): Telemetry {
  if (off) return { meter: metrics.getMeter('contact-guard'), render: async () => '', shutdown: async () => {} };
  const ours = resourceFromAttributes({ 'service.name': 'contact-guard', 'service.version': version });
  const reader = new PullReader();
  const provider = new MeterProvider({
    resource: ours.merge(detectResources({ detectors: [envDetector] })),
    readers: [reader],
  });
  const serializer = new PrometheusSerializer('', false, undefined, false, true);
  return {
    meter: provider.getMeter('contact-guard', version),
    async render() {
      const { resourceMetrics } = await reader.collect();
      return serializer.serialize(resourceMetrics);
    },
    shutdown: () => provider.shutdown(),
  };
}
