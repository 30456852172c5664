/**
 * Whether this Redis may be used, looked at again and again: a policy, a role, a full memory or an emptied database show themselves while the
 * service runs, and what was set right is in use by itself.
 */
import { Redis } from 'ioredis';
import { monotonicMs } from '../../clock.ts';
import type { RedisAck } from '../../config.ts';
import { type Checked, checkNode } from './checks.ts';
import type { RedisLink } from './client.ts';
import { ackProblems, ackWarnings, type Durability } from './durability.ts';
import type { Identity } from './identity.ts';

export interface WatchOptions {
  readonly link: RedisLink;
  readonly identity: Identity;
  readonly checks: 'enforce' | 'report';
  readonly ack: RedisAck;
  /** That scripts publish to. */
  readonly channels: readonly string[];
  /** Where each part of the data lies, as far as is known: what changes it is a change of topology. */
  readonly topology: () => string;
  /** Called before the store is used over a new connection or a new topology. @returns why it cannot be used */
  readonly prepare: () => Promise<readonly string[]>;
  readonly sawClock: (nowMs: number) => void;
}

export interface Watch {
  /** Why the store counts as out of reach; empty: it is in use. */
  problems(): readonly string[];
  warnings(): readonly string[];
  version(): string;
  /** Of each node that answered last. */
  durability(): readonly Durability[];
  /** Another number with each connection and each change of nodes. */
  epoch(): number;
  connected(): void;
  lost(): void;
  /** Why a connection could not be made, or broke. */
  failed(problem: string): void;
  /** A command was refused: what stands in the way is looked at soon. */
  nudge(): void;
  /** A node came, went or was connected to again: all of it is looked at soon. */
  nodesChanged(): void;
  /** What the last look saw: the problems, and that Redis did not answer where it did not. Asks nothing. */
  seen(): readonly string[];
  close(): void;
}

const lookEveryMs = 2000;
const lookAgainMs = 500;
const nudgedMs = 100;
/** What was a primary is one again elsewhere under the same name: a new connection finds it. */
const renewEveryMs = 2000;

export function createWatch({
  link,
  identity,
  checks,
  ack,
  channels,
  topology,
  prepare,
  sawClock,
}: WatchOptions): Watch {
  let problems: readonly string[] = ['redis has not been reached yet'];
  /** Of the last look, where nothing worse was found. */
  let unanswered: readonly string[] = [];
  let warnings: readonly string[] = [];
  let version = '';
  let durability: readonly Durability[] = [];
  let isConnected = false;
  let epoch = 0;
  /** The topology that the store was made ready for; undefined: none yet over this connection. */
  let preparedFor: string | undefined;
  let isClosed = false;
  /** Of the connection that is lost, or was tried last. */
  let failure: string | undefined;
  let hasLost = false;
  let renewedMs = Number.NEGATIVE_INFINITY;
  let isRenewing = false;
  let isNudged = false;
  let isUnready = false;
  let looking: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const lookLater = (ms: number): void => {
    clearTimeout(timer);
    if (isClosed) return;
    timer = setTimeout(() => void look(), ms);
    timer.unref();
  };

  const look = (): Promise<void> => {
    looking ??= lookOnce().finally(() => {
      looking = undefined;
      isNudged = false;
      lookLater(problems.length + unanswered.length > 0 ? lookAgainMs : lookEveryMs);
    });
    return looking;
  };

  const lookOnce = async (): Promise<void> => {
    if (!isConnected) return;
    const errors: unknown[] = [];
    /** What one part does not answer keeps nothing from being found in the others. */
    const orNothing = async <T>(work: Promise<T>): Promise<T | undefined> => {
      try {
        return await work;
      } catch (error) {
        errors.push(error);
        return undefined;
      }
    };
    const nodes = (await Promise.all(link.masters().map((node) => orNothing(check(node))))).filter(
      (node): node is Checked => node !== undefined,
    );
    const only = (part: 'problems' | 'refusals' | 'warnings') => [...new Set(nodes.flatMap((node) => node[part]))];
    const failed = [...only('refusals'), ...(checks === 'enforce' ? only('problems') : [])];
    warnings = [...only('warnings'), ...(checks === 'report' ? only('problems') : [])];
    version = nodes[0]?.version ?? version;
    const holding = nodes.filter(({ isReplica }) => !isReplica).map((node) => node.durability);
    if (holding.length > 0) durability = holding;
    failed.push(...ackProblems(ack, holding));
    warnings = [...warnings, ...(holding.length > 0 ? ackWarnings(ack, holding) : [])];
    if (nodes[0]) sawClock(nodes[0].clock.nowMs);
    const now = topology();
    const isNew = now !== preparedFor;
    preparedFor = now;
    const isFit = failed.length === 0 && errors.length === 0;
    const lost = await orNothing(identity.look({ mayBegin: isFit, isWhole: isNew || hasLost }));
    if (lost) hasLost = lost.length > 0;
    failed.push(...(lost ?? []));
    if (isNew || isUnready) {
      const unready = await orNothing(prepare());
      isUnready = unready === undefined || unready.length > 0;
      failed.push(...(unready ?? []));
      if (errors.length > 0) preparedFor = undefined;
    }
    conclude(failed, errors);
    if (isConnected && nodes.some((node) => node.isReplica)) renew();
  };

  const conclude = (failed: readonly string[], errors: readonly unknown[]): void => {
    if (!isConnected) return;
    unanswered = errors.length > 0 ? [`redis does not answer: ${wordsOf(errors[0])}`] : [];
    if (failed.length > 0) problems = failed;
    // What was found last still stands: one slow answer is no finding.
    else if (errors.length === 0) problems = [];
    else if (problems.length > 0) problems = unanswered;
  };

  const check = async (node: Redis): Promise<Checked> => {
    const seen = await checkNode(node, channels);
    link.sawClock(node, seen.clock.askedMs, seen.clock.receivedMs, seen.clock.nowMs);
    return seen;
  };

  const outOfReach = () => failure ?? 'redis does not answer';

  const nudge = (): void => {
    if (isNudged) return;
    isNudged = true;
    if (!looking) lookLater(nudgedMs);
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
    durability: () => durability,
    seen: () => (problems.length > 0 ? problems : unanswered),
    epoch: () => epoch,
    connected() {
      epoch++;
      isConnected = true;
      isRenewing = false;
      failure = undefined;
      void look();
    },
    lost() {
      isConnected = false;
      preparedFor = undefined;
      unanswered = [];
      if (!isRenewing && !isClosed) problems = [outOfReach()];
      isRenewing = false;
    },
    failed(problem) {
      failure = problem;
      if (!isConnected && !isRenewing && !isClosed) problems = [outOfReach()];
    },
    nudge,
    nodesChanged() {
      epoch++;
      preparedFor = undefined;
      nudge();
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      problems = ['the store is closed'];
    },
  };
}

function wordsOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/^redis: /, '');
}
