/** A service of our own around the store in the settings, for commands that find no running one. It listens nowhere. */
import { existsSync } from 'node:fs';
import { pino } from 'pino';
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { Problem, StoreInUse, StoreUnavailable, storeProblem, Unreadable } from '../errors.ts';
import { prepareLedger } from '../ledger/open.ts';
import { loadPolicies } from '../policy/load.ts';
import type { PolicySet } from '../policy/types.ts';
import { createService, type Service } from '../service.ts';
import { prepareStore } from '../store/open.ts';
import { problemsFound } from './policy.ts';
import { CommandError, flagProblems } from './terminal.ts';

/** The folder as it is must load, or what only reads does without, and without the ledger: what that knows is written. */
type PolicyNeed = 'policies' | 'no-policies';

const whereToAsk =
  'If that is the service, set GUARD_URL to where it listens, such as GUARD_URL=http://127.0.0.1:8081, and it is asked instead';

/** @param inUse said where another process has the store. @returns what `work` returned; the store is closed again whatever happens. @throws CommandError */
export async function withOwnService<T>(
  config: Config,
  need: PolicyNeed,
  work: (service: Service, pepper: Buffer) => Promise<T>,
  inUse = whereToAsk,
): Promise<T> {
  const said = (error: Error): never => {
    throw new CommandError(error instanceof StoreInUse ? `${error.message}. ${inUse}` : error.message);
  };
  const policies = need === 'policies' ? await policiesOf(config.policyDir) : noPolicies;
  const { service, pepper } = await makeService(config, need, policies).catch(said);
  try {
    // Not service.open(): which policies are active is for services to say.
    await service.store.open().catch(said);
    const { problems } = await service.store.health();
    if (problems.length > 0) throw new CommandError(`the store cannot be used: ${problems.join('; ')}`);
    // What services count is kept, whatever the folder says here.
    if (need === 'policies') await service.policies.learnFrom(service.store);
    return await work(service, pepper);
  } catch (error) {
    if (error instanceof Unreadable) throw commandErrorOf(storeProblem(error));
    if (error instanceof StoreUnavailable) throw new CommandError(`the store is out of reach: ${error.message}`);
    if (error instanceof Problem) throw commandErrorOf(error);
    throw error;
  } finally {
    await service.close();
  }
}

async function makeService(
  config: Config,
  need: PolicyNeed,
  policies: PolicySet,
): Promise<{ service: Service; pepper: Buffer }> {
  const { pepper, makeStore } = await prepareStore(config, true);
  const makeLedger = need === 'policies' ? await prepareLedger(config) : undefined;
  const service = createService({
    pepper,
    policies,
    clock: systemClock,
    log: pino({ level: 'silent' }),
    makeStore,
    makeLedger,
    defaultRegion: config.defaultRegion,
    // A command is over when its store is away; a long import would remember each row in vain.
    mostKnown: 0,
  });
  return { service, pepper };
}

/** What was asked does not fit: wrong usage. Anything else was found. */
function commandErrorOf({ code, message, errors }: Problem): CommandError {
  return new CommandError(flagProblems(errors) || message, code === 'invalid' ? 2 : 1);
}

/** Reading must not leave a new, empty store behind. */
export function storeExists({ store }: Config): boolean {
  return store.kind !== 'sqlite' || store.path === ':memory:' || existsSync(store.path);
}

async function policiesOf(dir: string): Promise<PolicySet> {
  const loaded = await loadPolicies(dir);
  if (!('problems' in loaded)) return loaded.set;
  throw problemsFound(dir, loaded.problems, `${dir} does not validate, so nothing can be judged by it`);
}

/** For reading the log: it says by itself what was decided. */
const noPolicies: PolicySet = {
  revision: '',
  rules: [],
  purposes: new Map(),
  refusals: new Map(),
  longestWindowMs: 0,
  sources: [],
  warnings: [],
  summaries: [],
};
