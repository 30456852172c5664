/** Counts refusals by the events that they are: whatever the way in, and when they are entered, not when they were asked for. */
import type { StoredEvent } from '../engine/events.ts';
import { createCallerLabels } from './caller-label.ts';
import { catalogue } from './catalogue.ts';
import type { Metrics } from './metrics.ts';

/** @returns told of each event once it is stored */
export function createEventCounts(metrics: Metrics): (event: StoredEvent) => void {
  const refusals = metrics.counter(catalogue.refusals);
  const harassment = metrics.counter(catalogue.harassment)();
  const effect = metrics.histogram(catalogue.refusalEffect);
  /** Callers name their sources: bounded like their own names. */
  const sourceOf = createCallerLabels();
  return ({ kind, fields, atMs }) => {
    // What a person decided of words, and what was noted of another customer, was said before.
    if (kind !== 'refusal' || 'decides' in fields || 'repeats' in fields) return;
    refusals(String(fields['signal'])).value++;
    if (fields['signal'] === 'harassment') harassment.value++;
    // Both by the store's clock, where nobody else said when.
    const tookMs = atMs - Date.parse(String(fields['receivedAt']));
    effect(sourceOf(labelOf(String(fields['source'])))).record(Math.max(0, tookMs) / 1000);
  };
}

/** What stands before a colon. What is no plain words may be an address or a number: those are no labels. */
function labelOf(source: string): string {
  const [what = ''] = source.split(':');
  return /^[A-Za-z][\w .-]{0,40}$/.test(what) && !/\d{4}/.test(what) ? what : 'other';
}
