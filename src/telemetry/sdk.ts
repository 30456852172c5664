/** The OpenTelemetry SDK with a reader that is asked by `/metrics`: no port of its own, nothing pushed. */
import { metrics as api } from '@opentelemetry/api';
import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  AggregationType,
  InstrumentType,
  MeterProvider,
  MetricReader,
} from '@opentelemetry/sdk-metrics';
import { createMetrics, type Metrics } from './metrics.ts';

/** Far above what bounded labels can make; the library's own 2,000 would hide callers behind an overflow. */
const mostSeries = 50_000;

class PullReader extends MetricReader {
  constructor() {
    super({
      cardinalitySelector: () => mostSeries,
      aggregationSelector: () => ({ type: AggregationType.DEFAULT }),
      // A cumulative gauge goes on to show what it was told once: the policy set of yesterday, a state that nobody can tell any more.
      aggregationTemporalitySelector: (type) =>
        type === InstrumentType.OBSERVABLE_GAUGE ? AggregationTemporality.DELTA : AggregationTemporality.CUMULATIVE,
    });
  }

  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

export interface Telemetry {
  readonly metrics: Metrics;
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
  if (off)
    return {
      metrics: createMetrics(api.getMeter('contact-guard')),
      render: async () => '',
      shutdown: async () => {},
    };
  const resource = resourceFromAttributes({ 'service.name': 'contact-guard', 'service.version': version });
  const reader = new PullReader();
  const provider = new MeterProvider({
    resource: resource.merge(detectResources({ detectors: [envDetector] })),
    readers: [reader],
  });
  const metrics = createMetrics(provider.getMeter('contact-guard', version));
  const serializer = new PrometheusSerializer('', false, undefined, false, true);
  return {
    metrics,
    async render() {
      const { resourceMetrics } = await reader.collect();
      const { resource, scopeMetrics } = resourceMetrics;
      const ours = { scope: { name: 'contact-guard', version }, metrics: metrics.histograms() };
      return serializer.serialize({ resource, scopeMetrics: [...scopeMetrics, ours] });
    },
    shutdown: () => provider.shutdown(),
  };
}
