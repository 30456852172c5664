/** A decision in the embedded store: the prover over the packed record first, and where that proves nothing the judge, in one transaction. */
import type { WallClock } from '../../clock.ts';
import { createFastPlans } from '../../engine/prove/fast-plan.ts';
import { prove } from '../../engine/prove/prove.ts';
import { provenDecision } from '../../engine/prove/proven.ts';
import type { AddressHot } from '../../engine/record/address.ts';
import type { Decided, DecideInput } from '../../engine/steps/decide.ts';
import type { StepTools } from '../../engine/steps/step.ts';
import { readable } from '../../errors.ts';
import { firstSeq } from '../../ids.ts';
import type { AddressTable } from './addresses.ts';
import type { CustomerTable, StoredHot } from './customers.ts';
import type { SqliteNames } from './names.ts';

export interface ProverDeps {
  readonly customers: CustomerTable;
  readonly addresses: AddressTable;
  readonly names: SqliteNames;
  readonly clock: WallClock;
}

/**
 * Inside a transaction: a decision proven allowed and written.
 * @param stored the customer's hot part as it is
 * @returns what puts it in words: once it is committed, so that what was committed with it is put in words together;
 * undefined where the judge must look: nothing is written then
 */
export type Prover = (input: DecideInput, tools: StepTools, stored: StoredHot | undefined) => Proved | undefined;
export type Proved = () => Decided;

export function createProver({ customers, addresses, names, clock }: ProverDeps): Prover {
  const plans = createFastPlans(names);
  return (input, tools, stored) => {
    const { customer, address } = input.plan.request;
    const nowMs = clock.nowMs();
    const plan = plans.for(input, tools, nowMs);
    if (!plan) return undefined;
    let there: AddressHot | undefined;
    const proof = readable("a customer's record", () =>
      prove(input, plan, {
        hot: stored?.bytes,
        firstSeq,
        suppressedAt(concerned) {
          there = addresses.hot(concerned);
          return there.suppressed;
        },
        nowMs,
      }),
    );
    if (!proof) return undefined;
    customers.saveProven(customer, stored, proof, nowMs);
    if (address) addresses.note(address, customer, nowMs, nowMs, there);
    const ids = tools.allowedIds(customer, proof.seq, nowMs);
    return () => provenDecision(plan, { nowMs, ids, used: proof.used });
  };
}
