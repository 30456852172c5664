/** Counts in plain numbers that are read when somebody looks: a count costs one look-up in a map, and none where its cell is kept. */
import { type Attributes, type Meter, ValueType } from '@opentelemetry/api';
import { AggregationTemporality, DataPointType, type HistogramMetricData } from '@opentelemetry/sdk-metrics';
import { createCallerLabels } from './caller-label.ts';
import type { MetricSpec } from './catalogue.ts';

export interface Count {
  readonly attributes: Attributes;
  value: number;
}

export interface Spread {
  readonly attributes: Attributes;
  readonly counts: number[];
  count: number;
  sum: number;
  record(seconds: number): void;
}

/** The cell for these values of the labels, made where there is none. Values come from bounded sets. */
type Cells<T> = (...values: readonly string[]) => T;

export interface Metrics {
  counter(spec: MetricSpec): Cells<Count>;
  histogram(spec: MetricSpec): Cells<Spread>;
  /** A gauge or a counter that somebody else keeps. `read` is asked for each look; undefined: not shown now. */
  observe(spec: MetricSpec, read: () => number | undefined, labels?: () => Attributes): void;
  /** What the histograms hold now, for the exporter. */
  histograms(): HistogramMetricData[];
  /** A caller's name as a label. */
  caller(name: string | undefined): string;
}

export function createMetrics(meter: Meter): Metrics {
  const histograms: { spec: MetricSpec; cells: Map<string, Spread> }[] = [];
  const observable = (spec: MetricSpec) =>
    spec.type === 'counter'
      ? meter.createObservableCounter(spec.name, { description: spec.help })
      : meter.createObservableGauge(spec.name, { description: spec.help });
  return {
    counter(spec) {
      const cells = new Map<string, Count>();
      observable(spec).addCallback((result) => {
        for (const { value, attributes } of cells.values()) result.observe(value, attributes);
      });
      const cellOf = cellsIn(spec, cells, (attributes) => ({ attributes, value: 0 }));
      // What has no labels is shown as 0 before it first happens.
      if (spec.labels.length === 0) cellOf();
      return cellOf;
    },
    histogram(spec) {
      const cells = new Map<string, Spread>();
      histograms.push({ spec, cells });
      const buckets = spec.buckets ?? [];
      return cellsIn(spec, cells, (attributes) => spreadOf(attributes, buckets));
    },
    observe(spec, read, labels = () => ({})) {
      observable(spec).addCallback((result) => {
        const value = read();
        if (value !== undefined) result.observe(value, labels());
      });
    },
    histograms: () => histograms.map(({ spec, cells }) => histogramData(spec, [...cells.values()])),
    caller: createCallerLabels(),
  };
}

function cellsIn<T>(spec: MetricSpec, cells: Map<string, T>, make: (attributes: Attributes) => T): Cells<T> {
  let last: { readonly values: readonly string[]; readonly cell: T } | undefined;
  return (...values) => {
    // Nearly always it is the same again, and nothing has to be put together to be looked up.
    if (last !== undefined && isSame(last.values, values)) return last.cell;
    const key = values.join('\n');
    let cell = cells.get(key);
    if (cell === undefined) {
      const named = spec.labels.map((label, place) => [label, values[place] ?? ''] as const);
      cell = make(Object.fromEntries(named.filter(([, value]) => value !== '')));
      cells.set(key, cell);
    }
    last = { values, cell };
    return cell;
  };
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  for (let place = 0; place < others.length; place++) if (some[place] !== others[place]) return false;
  return some.length === others.length;
}

function spreadOf(attributes: Attributes, buckets: readonly number[]): Spread {
  const counts = new Array<number>(buckets.length + 1).fill(0);
  return {
    attributes,
    counts,
    count: 0,
    sum: 0,
    record(seconds) {
      let place = 0;
      while (place < buckets.length && seconds > (buckets[place] as number)) place++;
      counts[place] = (counts[place] as number) + 1;
      this.count++;
      this.sum += seconds;
    },
  };
}

function histogramData(spec: MetricSpec, cells: readonly Spread[]): HistogramMetricData {
  return {
    descriptor: { name: spec.name, description: spec.help, unit: '', valueType: ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
    dataPointType: DataPointType.HISTOGRAM,
    dataPoints: cells.map(({ attributes, counts, count, sum }) => ({
      startTime: [0, 0],
      endTime: [0, 0],
      attributes,
      value: { buckets: { boundaries: [...(spec.buckets ?? [])], counts: [...counts] }, count, sum },
    })),
  };
}
