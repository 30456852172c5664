/** `decisions` and `export`: the decision log for people and for other programs. */
import type { Config } from '../config.ts';
import type { DecisionPage } from '../decision-query.ts';
import type { FullAnswer } from '../decisions/answer.ts';
import { showEntry } from '../decisions/entry.ts';
import { Problem, unlessDamaged } from '../errors.ts';
import { check } from '../http/check.ts';
import { entriesAsCsv } from '../http/decisions-csv.ts';
import { fromTexts } from '../http/request.ts';
import { decisionQuery, toDecisionQuery } from '../http/schemas/decisions.ts';
import { idForm } from '../ids.ts';
import { createPace, type Pace, type PaceOptions } from '../pace.ts';
import { storeLabel } from '../store/open.ts';
import { describeDecision } from './describe-decision.ts';
import { openOutput } from './output.ts';
import { storeExists, withOwnService } from './own-service.ts';
import { createProgress } from './progress.ts';
import type { ServiceClient } from './service-client.ts';
import { findService } from './target.ts';
import { CommandError, flagProblems, print, remark, table } from './terminal.ts';

type Entry = Readonly<Record<string, unknown>>;
/** As the query of `GET /decisions` has them: text. */
export type DecisionFilters = Readonly<Record<string, string | undefined>>;

const noLog =
  'there is no decision log yet: nothing was ever stored at STORE_URL. Where a service runs elsewhere, set GUARD_URL to where it listens';

/** Prints one page: a table, or NDJSON. */
export async function listDecisions(
  filters: DecisionFilters,
  { json }: { json: boolean },
  config: Config,
): Promise<void> {
  const service = await findService(config);
  const page = service ? await pageOf(service, filters) : await ownPage(filters, config);
  if (json) {
    for (const entry of page.decisions) print(JSON.stringify(entry));
  } else if (page.decisions.length === 0) print('No decision matches.');
  else
    print(
      table(['decided', '', 'customer', 'channel', 'purpose', 'caller', 'why', 'again'], page.decisions.map(cells)),
    );
  if (page.unreadable) remark(`${page.unreadable} more cannot be read: their stored text is damaged`);
  if (page.nextCursor !== null) remark(`There are more: --cursor ${page.nextCursor}`);
}

async function pageOf(service: ServiceClient, filters: DecisionFilters): Promise<DecisionPage> {
  const query = new URLSearchParams(
    Object.entries(filters).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
  return service.get<DecisionPage>(`/decisions?${query}`);
}

async function ownPage(filters: DecisionFilters, config: Config): Promise<DecisionPage> {
  const given = Object.entries(filters).filter((pair): pair is [string, string] => pair[1] !== undefined);
  let query: ReturnType<typeof toDecisionQuery>;
  try {
    query = toDecisionQuery(check(decisionQuery, fromTexts(decisionQuery, given)));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new CommandError(flagProblems(error.errors, '\n'), 2);
  }
  if (!storeExists(config)) throw new CommandError(noLog);
  return withOwnService(config, 'no-policies', ({ guard }) => guard.decisions(query));
}

/** Prints one decision: in words, or as its JSON. */
export async function showDecision(decisionId: string, { json }: { json: boolean }, config: Config): Promise<void> {
  if (!idForm('decision').test(decisionId))
    throw new CommandError(`${JSON.stringify(decisionId)} is no decisionId: they look like dec_ and 22 letters`, 2);
  const service = await findService(config);
  if (!service && !storeExists(config)) throw new CommandError(noLog);
  const entry = service
    ? await service.get<Entry>(`/decisions/${decisionId}`)
    : await withOwnService(config, 'no-policies', ({ guard }) => guard.decision(decisionId));
  print(json ? JSON.stringify(entry) : describeEntry(entry));
}

function describeEntry(entry: Entry): string {
  const request = (entry['request'] ?? {}) as Entry;
  const about = {
    customerId: request['customerId'] as string | undefined,
    channel: String(request['channel'] ?? entry['channel']),
    purpose: String(request['purpose'] ?? entry['purpose']),
  };
  const { customerId: _id, channel: _channel, purpose: _purpose, ...more } = request;
  const facts: readonly (readonly [string, unknown])[] = [
    ['decided', entry['decidedAt']],
    ['decision', entry['decisionId']],
    ['contact', entry['contactId']],
    ['caller', entry['caller']],
    ['outcome', entry['outcome'] && `${entry['outcome']} at ${entry['outcomeAt']}`],
    ['request', Object.keys(more).length > 0 ? JSON.stringify(more) : undefined],
    ['rested on', JSON.stringify(entry['basis'])],
    ['policies', entry['policyRevision']],
  ];
  const said = facts.filter(([, value]) => value !== undefined && value !== null);
  return [
    describeDecision(entry as unknown as FullAnswer, about),
    '',
    ...said.map(([name, value]) => `${name.padEnd(11)}${String(value)}`),
  ].join('\n');
}

function cells(entry: Entry): string[] {
  const request = (entry['request'] ?? {}) as Entry;
  const reasons = entry['reasons'] as readonly Entry[];
  const text = (value: unknown): string => (value === undefined || value === null ? '' : String(value));
  return [
    text(entry['decidedAt']),
    entry['allowed'] === true ? 'allowed' : 'denied',
    entry['request'] === null ? '(erased)' : text(request['customerId']),
    text(request['channel'] ?? entry['channel']),
    text(request['purpose'] ?? entry['purpose']),
    text(entry['caller']),
    reasons.map(({ code, rule }) => (rule === undefined ? text(code) : `${text(code)}:${text(rule)}`)).join(' '),
    text(entry['retryAt']),
  ];
}

export interface ExportOptions {
  readonly format: 'ndjson' | 'csv';
  /** Undefined: standard output. */
  readonly output: string | undefined;
  /** Removes from the store what was written. */
  readonly drain: boolean;
}

/** On Redis services may decide beside it, and nobody here knows: it rests as a query does while they do. A SQLite file is its own. */
export function exportPace(store: Config['store'], clock: Pick<PaceOptions, 'nowMs' | 'pauseMs'> = {}): Pace {
  const isShared = store.kind !== 'sqlite';
  return createPace({
    traffic: { passes() {}, isUnderWay: () => isShared },
    mostMs: Number.POSITIVE_INFINITY,
    ...clock,
  });
}

/** Writes every entry of the log. Through the service, which rests by itself, newest first, from the store itself oldest first. */
export async function exportDecisions(
  options: ExportOptions,
  config: Config,
  pace = exportPace(config.store),
): Promise<void> {
  // Draining is for whoever owns the store: no scope of the service opens it.
  const service = await findService(config);
  if (service && options.drain) refuseDrain(config);
  if (!service && !storeExists(config)) throw new CommandError(noLog);
  const out = openOutput(options.output, { drained: options.drain });
  const textOf = textIn(options.format);
  // Whoever stops reading what is drained has not all that left the store.
  if (options.drain) process.exitCode = 1;
  const progress = createProgress('entries');
  progress.start(undefined);
  let count = 0;
  let damaged = 0;
  try {
    const take = async (entries: readonly Entry[]): Promise<void> => {
      await out.write(textOf(entries));
      count += entries.length;
      progress.update(count, 0);
    };
    if (service && !options.drain) damaged = await takePages(service, take);
    else {
      await withOwnService(config, 'no-policies', ({ store }) =>
        store.exportEntries(async (entry) => {
          const shown = unlessDamaged(() => showEntry(entry));
          if (!shown) damaged++;
          // Drained, it is nowhere else.
          await take([shown ?? { unreadable: entry.json }]);
          await pace.rest();
        }, options.drain),
      );
    }
  } finally {
    progress.stop();
    out.close();
    process.exitCode = 0;
  }
  if (damaged > 0) {
    remark(
      `${damaged} of the log cannot be read (damaged)${service ? ', and are left out' : ': exported as they are'}`,
    );
    process.exitCode = 1;
  }
  remark(`${count} ${count === 1 ? 'entry' : 'entries'} exported${options.drain ? ' and removed from the store' : ''}`);
}

/** Where a service answers. On Redis one that runs here is no hindrance; one that was named may stand on another store than STORE_URL. */
function refuseDrain({ store, guardUrlGiven }: Config): void {
  if (store.kind === 'sqlite')
    throw new CommandError(
      '--drain works on the store itself, and a running service holds the SQLite file: stop the service first, or export without --drain',
    );
  if (guardUrlGiven)
    throw new CommandError('--drain works on the store itself (STORE_URL), not through a service: unset GUARD_URL', 2);
  remark(`--drain works on the store itself: ${storeLabel(store)}`);
}

/** @returns how many more are damaged */
async function takePages(service: ServiceClient, take: (entries: readonly Entry[]) => Promise<void>): Promise<number> {
  let cursor: string | undefined;
  let damaged = 0;
  do {
    const page: DecisionPage = await pageOf(service, { limit: '1000', cursor });
    await take(page.decisions);
    damaged += page.unreadable ?? 0;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return damaged;
}

/** Entries as text; the header line of CSV stands once, before the first of them. */
function textIn(format: ExportOptions['format']): (entries: readonly Entry[]) => string {
  let begun = false;
  return (entries) => {
    if (format === 'ndjson') return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    const csv = entriesAsCsv(entries);
    const text = begun ? csv.slice(csv.indexOf('\n') + 1) : csv;
    begun = true;
    return text;
  };
}
