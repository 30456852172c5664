/**
 * Whether this Redis may be used, looked at again and again: a policy, a role, a full memory or an emptied database show themselves while the
 * service runs, and what was set right is in use by itself.
 */
import { Redis } from 'ioredis';
import { monotonicMs } from '../../clock.ts';
import { newKey } from '../../ids.ts';
import { checkNode } from './checks.ts';
import type { RedisLink } from './client.ts';

export interface WatchOptions {
  readonly link: RedisLink;
  /** Hash that holds what identifies the data. */
  readonly infoKey: string;
  readonly canary: string;
  readonly checks: 'enforce' | 'report';
  /** Called where the data began with this process. */
  readonly created?: (() => void) | undefined;
  /** Called before the store is used over a new connection. */
  readonly prepare: () => Promise<void>;
  readonly sawClock: (nowMs: number) => void;
}

export interface Watch {
  /** Why the store counts as out of reach; empty: it is in use. */
  problems(): readonly string[];
  warnings(): readonly string[];
  version(): string;
  /** Names the data; undefined before the first look. */
  data(): string | undefined;
  connected(): void;
  lost(): void;
  /** Why a connection could not be made, or broke. */
  failed(reason: string): void;
  /** A command was refused: what stands in the way is looked at soon. */
  nudge(): void;
  /** Looks now. @returns the problems, and that Redis does not answer where it does not */
  look(): Promise<readonly string[]>;
  close(): void;
}

const lookEveryMs = 2000;
const lookAgainMs = 500;
const nudgedMs = 100;
/** What was a primary is one again elsewhere under the same name: a new connection finds it. */
const renewEveryMs = 2000;

const emptied =
  'redis was emptied while this service ran: the refusals that it kept are gone. Put its data back, or restart the service to begin with what is there';

export function createWatch({ link, infoKey, canary, checks, created, prepare, sawClock }: WatchOptions): Watch {
  let problems: readonly string[] = ['redis has not been reached yet'];
  let warnings: readonly string[] = [];
  let version = '';
  let isConnected = false;
  let isPrepared = false;
  let isClosed = false;
  /** Of the connection that is lost, or was tried last. */
  let failure: string | undefined;
  /** Names the data that this process began with: made with it, and gone with it. */
  let data: string | undefined;
  let renewedMs = Number.NEGATIVE_INFINITY;
  let isRenewing = false;
  let isNudged = false;
  let looking: Promise<readonly string[]> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const lookLater = (ms: number): void => {
    clearTimeout(timer);
    if (isClosed) return;
    timer = setTimeout(() => void look(), ms);
    timer.unref();
  };

  const look = (): Promise<readonly string[]> => {
    looking ??= lookOnce().finally(() => {
      looking = undefined;
      isNudged = false;
      lookLater(problems.length > 0 ? lookAgainMs : lookEveryMs);
    });
    return looking;
  };

  const lookOnce = async (): Promise<readonly string[]> => {
    if (!isConnected) return problems;
    try {
      const masters = link.masters();
      const [nodes, identity] = await Promise.all([Promise.all(masters.map(checkNode)), readIdentity()]);
      for (const [place, { clock }] of nodes.entries()) {
        const node = masters[place];
        if (node) link.sawClock(node, clock.askedMs, clock.receivedMs, clock.nowMs);
      }
      const only = (part: 'problems' | 'refusals' | 'warnings') => [...new Set(nodes.flatMap((node) => node[part]))];
      const failed = [...only('refusals'), ...(checks === 'enforce' ? only('problems') : [])];
      warnings = [...only('warnings'), ...(checks === 'report' ? only('problems') : [])];
      version = nodes[0]?.version ?? '';
      if (nodes[0]) sawClock(nodes[0].clock.nowMs);
      const isNew = data === undefined && identity.includes(null);
      if (!isNew) failed.push(...judge(identity));
      else if (failed.length === 0) failed.push(...judge(await makeIdentity()));
      if (!isPrepared) await prepare();
      isPrepared = true;
      if (isConnected) problems = failed;
      if (nodes.some((node) => node.isReplica)) renew();
    } catch (error) {
      // What was found last still stands: one slow answer is no finding.
      const message = error instanceof Error ? error.message : String(error);
      const said = [`redis does not answer: ${message.replace(/^redis: /, '')}`];
      if (isConnected && problems.length > 0) problems = said;
      return isConnected ? said : problems;
    }
    return problems;
  };

  const outOfReach = () => `redis is out of reach${failure === undefined ? '' : `: ${failure}`}`;

  const readIdentity = () => link.call((client) => client.hmget(infoKey, 'pepper', 'data'));

  const makeIdentity = async () => {
    await link.call((client) => client.hsetnx(infoKey, 'pepper', canary));
    const isMade = await link.call((client) => client.hsetnx(infoKey, 'data', newKey()));
    if (isMade === 1) created?.();
    return readIdentity();
  };

  const judge = ([pepper, found]: (string | null)[]): string[] => {
    if (pepper && pepper !== canary)
      return ['ADDRESS_PEPPER: not the pepper this store was made with; every refusal would be missed'];
    data ??= found ?? undefined;
    return found === data ? [] : [emptied];
  };

  const renew = (): void => {
    if (!(link.client instanceof Redis) || monotonicMs() - renewedMs < renewEveryMs) return;
    renewedMs = monotonicMs();
    isRenewing = true;
    link.client.disconnect(true);
  };

  return {
    problems: () => problems,
    warnings: () => warnings,
    version: () => version,
    data: () => data,
    connected() {
      isConnected = true;
      isRenewing = false;
      failure = undefined;
      void look();
    },
    lost() {
      isConnected = false;
      isPrepared = false;
      if (!isRenewing && !isClosed) problems = [outOfReach()];
      isRenewing = false;
    },
    failed(reason) {
      failure = reason;
      if (!isConnected && !isRenewing && !isClosed) problems = [outOfReach()];
    },
    nudge() {
      if (isNudged) return;
      isNudged = true;
      if (!looking) lookLater(nudgedMs);
    },
    look: () => (problems.length > 0 ? Promise.resolve(problems) : look()),
    close() {
      isClosed = true;
      clearTimeout(timer);
      problems = ['the store is closed'];
    },
  };
}
