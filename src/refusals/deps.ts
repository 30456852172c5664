/** What this room is built from. */
import type { StepTools } from '../engine/steps/step.ts';
import type { Ids } from '../ids.ts';
import type { PolicySet } from '../policy/types.ts';
import type { RequestReader } from '../requests/reader.ts';
import type { ContactStore } from '../store/store.ts';
import type { Acts } from './acts.ts';
import type { Commit } from './committed.ts';

export interface RefusalDeps {
  readonly store: ContactStore;
  readonly acts: Acts;
  /** Undefined: there is no ledger. */
  readonly commit?: Commit | undefined;
  readonly tools: StepTools;
  readonly reader: RequestReader;
  readonly ids: Ids;
  readonly policies: () => PolicySet;
}
