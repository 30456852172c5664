/** Reading the decision log: by what is asked of it, one entry, and as it grows. */
import { hash } from 'node:crypto';
import type { Cursors } from '../cursors.ts';
import { deadlines } from '../deadlines.ts';
import type { DecisionPage, DecisionQuery } from '../decision-query.ts';
import { Problem, unlessDamaged } from '../errors.ts';
import { subjectOf } from '../identity/seal.ts';
import { type Ids, idForm } from '../ids.ts';
import { keepNewest } from '../keep-newest.ts';
import { createPace, type Traffic } from '../pace.ts';
import type { RequestReader } from '../requests/reader.ts';
import type { ContactStore, EntryFilter, StoredEntry } from '../store/store.ts';
import type { Log } from '../telemetry/log.ts';
import { showEntry } from './entry.ts';

type Entry = Readonly<Record<string, unknown>>;

export interface LogQueries {
  query(query: DecisionQuery, signal?: AbortSignal): Promise<DecisionPage>;
  get(decisionId: string): Promise<Entry>;
  follow(signal: AbortSignal): AsyncIterable<Entry>;
}

/** What waits for a slow reader of the live stream, in entries and in characters; older ones are dropped there (never in the log). */
const followWindow = 1000;
const followLength = 1024 * 1024;

/** What a page's rests may add to the time that it takes, and what more for each entry that was asked for. */
const restsMs = 75;
const restsForEntryMs = 0.75;

const idInText = new RegExp(idForm('decision').source.slice(1, -1));
const damagedEntry =
  'the entry of this decision is stored, but its text is damaged: asking again does not help, and all other entries are shown as ever. What its denial said is also a line on standard output (contact.blocked); contact-guard export from the store itself hands out what is left of the text';

/** Damaged entries that are remembered as said. */
const mostSaid = 1000;

export interface LogDeps {
  readonly store: ContactStore;
  readonly reader: RequestReader;
  readonly ids: Ids;
  /** Which pages make way for. */
  readonly traffic: Traffic;
  readonly cursors: Cursors;
  readonly log: Log;
}

export function createLogQueries({ store, reader, ids, traffic, cursors, log }: LogDeps): LogQueries {
  const said = new Map<string, true>();
  const setSaid = keepNewest(said, mostSaid);

  /** @returns undefined where its text is damaged, which the log says once, with the decision that it names where it still names one */
  const shown = (entry: StoredEntry): Entry | undefined => {
    const read = unlessDamaged(() => showEntry(entry));
    if (read) return read;
    const mark = hash('sha256', entry.json);
    if (!said.has(mark)) {
      const [decisionId] = idInText.exec(entry.json) ?? [];
      log.error({ event: 'entry.damaged', decisionId }, 'an entry of the decision log cannot be read');
    }
    setSaid(mark, true);
    return undefined;
  };

  const subjectFor = async (customerId: string | undefined): Promise<EntryFilter['subject'] | null> => {
    if (customerId === undefined) return undefined;
    const customer = reader.customer(customerId);
    const key = await store.read(customer, ({ record }) => record.key);
    return key === undefined ? null : { customer, subject: subjectOf(key) };
  };

  const readPage = async (
    query: Omit<DecisionQuery, 'cursor'>,
    place: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<DecisionPage> => {
    const subject = await subjectFor(query.customerId);
    if (subject === null) return { decisions: [], nextCursor: null };
    const tags: string[] = [];
    if (query.code !== undefined) tags.push(`code:${query.code}`);
    if (query.policy !== undefined && query.rule !== undefined) tags.push(`policy/rule:${query.policy}/${query.rule}`);
    else if (query.policy !== undefined) tags.push(`policy:${query.policy}`);
    else if (query.rule !== undefined) tags.push(`rule:${query.rule}`);
    const { allowed, channel, purpose, caller, fromMs, toMs } = query;
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(tooSlow()), deadlines.logPageMs);
    const pace = createPace({ traffic, mostMs: restsMs + restsForEntryMs * query.limit });
    try {
      const page = await store.entries(
        { allowed, channel, purpose, caller, fromMs, toMs, tags, subject },
        query.limit,
        place,
        signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]),
        pace,
      );
      const decisions: Entry[] = [];
      for (const entry of page.entries) {
        await pace.rest();
        const read = shown(entry);
        if (read) decisions.push(read);
      }
      const unreadable = page.entries.length - decisions.length;
      return { decisions, nextCursor: page.nextCursor, ...(unreadable > 0 && { unreadable }) };
    } catch (error) {
      // Nobody reads the answer.
      if (signal?.aborted) return { decisions: [], nextCursor: null };
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    query({ cursor, ...query }, signal) {
      const { limit: _limit, ...question } = query;
      return cursors.page({ list: 'decisions', ...question }, cursor, (place) => readPage(query, place, signal));
    },

    async get(decisionId) {
      const hint = ids.openDecisionId(decisionId);
      const found = hint && (await store.entry(decisionId, hint));
      if (!found) throw new Problem('not-found', 'no entry with this decisionId');
      const read = shown(found);
      if (!read) throw new Problem('unreadable', damagedEntry);
      return read;
    },

    async *follow(signal) {
      const waiting: StoredEntry[] = [];
      let wake: () => void = () => {};
      let length = 0;
      const take = (): StoredEntry | undefined => {
        const entry = waiting.shift();
        length -= entry?.json.length ?? 0;
        return entry;
      };
      const ended = store.follow((entry) => {
        waiting.push(entry);
        length += entry.json.length;
        while (waiting.length > followWindow || (length > followLength && waiting.length > 1)) take();
        wake();
      }, signal);
      void ended.then(() => wake());
      signal.addEventListener('abort', () => wake(), { once: true });
      while (!signal.aborted) {
        const next = take();
        if (next) {
          const read = shown(next);
          if (read) yield read;
        } else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    },
  };
}

function tooSlow(): Problem {
  const seconds = deadlines.logPageMs / 1000;
  return new Problem(
    'store-unavailable',
    `the log was not read within ${seconds} s: ask for a shorter span (from, to), for one customer or caller, or for fewer entries (limit)`,
  );
}
