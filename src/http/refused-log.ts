/**
 * Makes a sender that is wrong visible: one warning for each caller and error, at most one a minute, with what was wrong. What it sent is never
 * part of it: only names of fields and our own words.
 */
import { monotonicMs } from '../clock.ts';
import type { FieldProblem } from '../errors.ts';
import { Problem } from '../errors.ts';
import { masked } from '../identity/masked.ts';
import type { Log } from '../telemetry/log.ts';
import type { HttpMeter } from '../telemetry/measure-http.ts';
import { ClientGone } from './problem.ts';

export interface Asked {
  readonly route: string;
  readonly method: string;
  /** Undefined where the key did not say. */
  readonly caller: string | undefined;
}

/** Told of everything that was refused, whole requests and single lines. */
export type Refused = (error: unknown, asked: Asked) => void;

const saidAgainMs = 60_000;
/** So many different errors are told apart; a sender that makes up new ones all the time gets no more lines than these. */
const mostKinds = 500;
const mostListed = 10;

interface Said {
  readonly atMs: number;
  /** Since that line. */
  more: number;
}

/** What the log says elsewhere, or what is no fault of the sender's. */
const notTheirs = new Set<string>(['store-unavailable', 'draining', 'internal']);

export function createRefusedLog(log: Log, meter: HttpMeter): Refused {
  const said = new Map<string, Said>();

  return (error, { route, method, caller }) => {
    if (error instanceof ClientGone) return;
    const code = error instanceof Problem ? error.code : 'internal';
    meter.problem(route, code, caller);
    if (!(error instanceof Problem) || notTheirs.has(code)) return;
    const errors = error.errors.slice(0, mostListed).map(withoutValues);
    const kind = [caller, route, code, ...errors.map(({ path, message }) => `${path} ${message}`)].join('\n');
    const nowMs = monotonicMs();
    const before = said.get(kind);
    if (before && nowMs - before.atMs < saidAgainMs) {
      before.more++;
      return;
    }
    if (said.size >= mostKinds) forget(said, nowMs);
    if (said.size >= mostKinds) return;
    said.set(kind, { atMs: nowMs, more: 0 });
    log.warn(
      {
        event: 'request.refused',
        caller: caller ?? 'none',
        route,
        method,
        code,
        ...(errors.length > 0 ? { errors } : { detail: masked(error.message) }),
        ...(before?.more ? { alsoSinceTheLastLine: before.more } : {}),
      },
      code === 'not-ready' || code === 'unreadable'
        ? 'a request could not be answered: the service is not as it should be'
        : 'a request was refused: the sender is wrong',
    );
  };
}

function forget(said: Map<string, Said>, nowMs: number): void {
  for (const [kind, { atMs }] of said) if (nowMs - atMs >= saidAgainMs) said.delete(kind);
}

/** Our own words name no value; should one slip in, it is masked. `[3]` of a list is any of it, so that a bad list is one error; a name that is no plain word may be an address or an id. */
function withoutValues({ path, message }: FieldProblem): FieldProblem {
  const shown = path
    .replace(/\["(?:[^"\\]|\\.)*"\]/g, '[…]')
    .replace(/\[\d+\]/g, '[]')
    .replace(
      /(^|\.)([^.[\]]*)/g,
      (_all, dot: string, name: string) => dot + (/^[A-Za-z_]{0,40}$/.test(name) ? name : '…'),
    );
  return { path: shown, message: masked(message) };
}
