/**
 * Every metric there is: what is not here cannot be counted. Counters end in `_total`, instants in `_timestamp_seconds`, and times are seconds;
 * `process_…` are the names that Prometheus itself gives to what every process has. `docs/metrics.md` is held to this list.
 */
export interface MetricSpec {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  /** Of a histogram, in seconds. */
  readonly buckets?: readonly number[];
}

/** From a decision in memory to the deadline for one without a store. */
const buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];

/** From a step in memory to a provider that was away for a day. */
const reachBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 60, 300, 3600, 21_600, 86_400];

const counter = (name: string, help: string, labels: readonly string[] = []): MetricSpec => ({
  name: `contact_guard_${name}_total`,
  type: 'counter',
  help,
  labels,
});
const gauge = (name: string, help: string, labels: readonly string[] = []): MetricSpec => ({
  name: `contact_guard_${name}`,
  type: 'gauge',
  help,
  labels,
});
const histogram = (
  name: string,
  help: string,
  labels: readonly string[] = [],
  bounds: readonly number[] = buckets,
): MetricSpec => ({
  name: `contact_guard_${name}_seconds`,
  type: 'histogram',
  help,
  labels,
  buckets: bounds,
});

export const catalogue = {
  decisions: counter('decisions', 'Decisions, and questions that could not be decided (result problem)', [
    'result',
    'mode',
    'channel',
    'caller',
  ]),
  decisionDuration: histogram('decision_duration', 'From question to answer', ['mode']),
  blocks: counter('blocks', 'Contacts held back: denials of reserve and confirm', ['mode', 'channel', 'caller']),
  reasons: counter('denial_reasons', 'Reasons of denials', ['code', 'policy', 'rule']),
  shadow: counter('shadow_reasons', 'What rules in shadow mode would have denied', ['code', 'policy', 'rule']),
  degraded: counter('degraded_decisions', 'Decisions made without the store', ['result']),
  outcomes: counter('outcomes', 'Outcomes reported', ['outcome', 'counts']),
  recorded: counter('recorded_contacts', 'Contacts made elsewhere that were recorded', ['direction', 'replayed']),
  refusals: counter(
    'refusals',
    'Refusals, whatever the way in: those reported as outcomes and those kept while the store was away, too',
    ['signal'],
  ),
  // Without labels, so that it stands at 0 before the first one: an increase from nothing alerts nobody.
  harassment: counter('harassment_reports', 'Reports of harassment in force: a person looks into each'),
  refusalEffect: histogram(
    'refusal_effect',
    'From when a refusal was said to when it was in force',
    ['source'],
    reachBuckets,
  ),
  webhookEvents: counter(
    'webhook_events',
    'What webhooks and mail reports said, by what became of it: refusal, opt-in, nothing, unread',
    ['source', 'result'],
  ),
  readings: counter('refusal_readings', "What a person's own words were read as", ['reading']),
  reviewDecisions: counter('refusal_reviews_decided', 'Words in doubt that a person decided', ['decision']),
  entries: counter('entries_written', 'Entries written to the decision log'),
  requests: counter('http_requests', 'Requests answered, by class of the status', [
    'route',
    'method',
    'status',
    'caller',
  ]),
  requestDuration: histogram('http_request_duration', 'From the head of a request to the end of its answer', [
    'route',
    'method',
    'status',
    'caller',
  ]),
  inFlight: gauge('http_requests_in_flight', 'Requests that are being answered'),
  problems: counter('http_problems', 'Problems answered, those of single lines and elements too', [
    'route',
    'code',
    'caller',
  ]),
  storeDuration: histogram('store_operation_duration', 'Of one operation of the store', ['operation']),
  storeErrors: counter('store_errors', 'Requests that the store did not answer', ['operation']),
  storeReachable: gauge('store_reachable', '1 where the store answers and passes its checks'),
  storeWarnings: gauge('store_warnings', "What the store's checks found that is only reported"),
  clockDifference: gauge('clock_difference_seconds', "The store's clock less the process's"),
  clockSteps: counter('clock_steps', "Steps of the store's clock that were seen"),
  spooled: gauge('spool_entries', 'Denials that wait for the store'),
  spoolOverflow: counter('spool_overflow', 'Denials that the full spool could not take'),
  spoolRejected: counter('spool_rejected', 'Denials of the spool that could not be entered and stand apart'),
  refusalsKept: gauge('refusals_kept', 'Refusals on disk that wait for the store'),
  refusalsOverflow: counter(
    'refusals_overflow',
    'Refusals that the full spool could not take while the store was out of reach',
  ),
  refusalsRejected: counter('refusals_rejected', 'Refusals that were kept, could not be entered and stand apart'),
  ledgerReachable: gauge('ledger_reachable', '1 where the ledger answers; not shown without one'),
  ledgerWaiting: gauge('ledger_events_waiting', 'Events on disk that wait for the ledger'),
  ledgerOverflow: counter('ledger_overflow', 'Events that neither the ledger nor the full spool could take'),
  ledgerRejected: counter(
    'ledger_rejected',
    'Events that waited for the ledger, could not be committed and stand apart',
  ),
  logLinesLost: counter('log_lines_lost', 'Lines of the log that standard output did not take'),
  policy: gauge('policy_info', '1 for the policy set that is in force', ['revision']),
  policyActiveSince: gauge('policy_active_since_timestamp_seconds', 'Since when that set is in force'),
  policyProblems: gauge('policy_problems', 'Problems of the policy folder as it lies there'),
  policyReloadsRefused: counter('policy_reloads_refused', 'Reloads of the policy folder that were refused'),
  build: gauge('build_info', '1 for the version that runs', ['version']),
  eventLoopDelay: histogram('event_loop_delay', 'How late a timer fires that is due every 50 ms'),
  processCpu: { name: 'process_cpu_seconds_total', type: 'counter', help: 'CPU time, user and system', labels: [] },
  processMemory: { name: 'process_resident_memory_bytes', type: 'gauge', help: 'Resident memory', labels: [] },
  processStart: { name: 'process_start_time_seconds', type: 'gauge', help: 'Start of the process', labels: [] },
  processFds: { name: 'process_open_fds', type: 'gauge', help: 'Open file descriptors, where shown', labels: [] },
} as const satisfies Record<string, MetricSpec>;
