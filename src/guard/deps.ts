/** What the guard is built from. */

import type { WallClock } from '../clock.ts';
import type { MakeLinks } from '../decisions/links.ts';
import type { Spool } from '../decisions/spool.ts';
import type { StepTools } from '../engine/steps/step.ts';
import type { Hashes } from '../identity/hashes.ts';
import type { Ids } from '../ids.ts';
import type { Acts } from '../refusals/acts.ts';
import type { Commit } from '../refusals/committed.ts';
import type { KeptRefusals } from '../refusals/kept.ts';
import type { KnownRefusals } from '../refusals/known-refusals.ts';
import type { RequestReader } from '../requests/reader.ts';
import type { ContactStore } from '../store/store.ts';
import type { Log } from '../telemetry/log.ts';
import type { PolicyHolder } from './policy-holder.ts';
import type { StoreTrouble } from './store-trouble.ts';

export interface GuardDeps {
  readonly store: ContactStore;
  readonly tools: StepTools;
  readonly hashes: Hashes;
  readonly ids: Ids;
  readonly clock: WallClock;
  readonly policies: PolicyHolder;
  readonly known: KnownRefusals;
  readonly acts: Acts;
  /** Undefined: there is no ledger. */
  readonly commit: Commit | undefined;
  /** Why nothing that is said can be acknowledged now; undefined: it can, or the store's own problems say why not. */
  readonly ledgerProblem: () => string | undefined;
  readonly reader: RequestReader;
  readonly spool: Spool | undefined;
  /** Undefined: what cannot be stored is not kept. */
  readonly kept: KeptRefusals | undefined;
  /** Hands to the store what this process keeps for it. */
  readonly enterWaiting: () => Promise<void>;
  readonly log: Log;
  readonly trouble: StoreTrouble;
  /** Log lines name customers by keyed hash unless this is set. */
  readonly clearCustomerIds: boolean;
  /** Undefined without PUBLIC_URL. */
  readonly links: MakeLinks | undefined;
}
