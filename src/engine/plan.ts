/** The first room: request + compiled policies -> what to check. Pure, and independent of the instant. */
import type { PolicySet, Purpose, Rule } from '../policy/types.ts';
import { matches } from './matching.ts';
import type { DecideRequest, Kind } from './request.ts';

export interface Plan {
  readonly request: DecideRequest;
  readonly policies: PolicySet;
  readonly purpose: Purpose;
  /** Of its request (`kindKey`). */
  readonly kind: string;
  /** Rules that take in the request, in force or not (`effective` is judged at each instant). */
  readonly rules: readonly Rule[];
}

const rulesByKind = new WeakMap<PolicySet, Map<string, readonly Rule[]>>();
const maxKinds = 10_000;

/** A campaign asks of one kind again and again: its text, and what V8 knows of that text, is kept. */
let last: (Kind & { readonly key: string }) | undefined;

/** One string for a kind; control characters cannot occur in its parts. */
export function kindKey({ channel, purpose, region, caller }: Kind): string {
  if (last?.channel === channel && last.purpose === purpose && last.region === region && last.caller === caller)
    return last.key;
  const key = `${channel}\0${purpose}\0${region ?? ''}\0${caller}`;
  last = { channel, purpose, region, caller, key };
  return key;
}

/** The rules that take in this kind; remembered for each policy set. @param key its `kindKey` */
function rulesFor(policies: PolicySet, kind: Kind, key: string): readonly Rule[] {
  let known = rulesByKind.get(policies);
  if (!known) {
    known = new Map();
    rulesByKind.set(policies, known);
  }
  let rules = known.get(key);
  if (!rules) {
    rules = policies.rules.filter((rule) => matches(rule.applies, kind, policies.purposes));
    if (known.size >= maxKinds) known.clear();
    known.set(key, rules);
  }
  return rules;
}

/** @throws RangeError where the purpose is not in the register: callers check it first and answer 422. */
export function planFor(request: DecideRequest, policies: PolicySet): Plan {
  const purpose = policies.purposes.get(request.purpose);
  if (!purpose) throw new RangeError(`purpose ${request.purpose} is not in the register`);
  return planOf(request, policies, purpose);
}

function planOf(request: DecideRequest, policies: PolicySet, purpose: Purpose): Plan {
  const kind = kindKey(request);
  return { request, policies, purpose, kind, rules: rulesFor(policies, request, kind) };
}

/** A purpose by its name; one that has left the register since is kept on record as denials are by default, and has no class. */
export function purposeOf(name: string, policies: PolicySet): Purpose {
  const retired = {
    name,
    describes: '',
    describesIn: new Map(),
    class: 'service',
    onStoreFailure: 'deny',
    record: 'blocks',
    retainBlocksMs: 5 * 365 * 86_400_000,
    retainOthersMs: 400 * 86_400_000,
  } as const;
  return policies.purposes.get(name) ?? retired;
}

/** The plan of a request that was let in earlier: its purpose may have left the register, and is then held to the stricter rules. */
export function planForKept(request: DecideRequest, policies: PolicySet): Plan {
  return planOf(request, policies, purposeOf(request.purpose, policies));
}
