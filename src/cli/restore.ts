/** `restore`: brings the store to what the ledger holds, without a service; a service does the same when it starts. */
import type { Config } from '../config.ts';
import { withOwnService } from './own-service.ts';
import { CommandError, print } from './terminal.ts';

const inUse =
  'If that is the service, it was compared with the ledger when it started: see ledger in the details of its /readyz. To compare it again, restart it';

export async function restore(config: Config): Promise<void> {
  if (config.ledgerUrl === undefined)
    throw new CommandError('LEDGER_URL is not set: there is no ledger to restore from', 2);
  await withOwnService(
    config,
    // What is written lives as long as they count it.
    'policies',
    async ({ ledger, restored }) => {
      const position = (await ledger?.head())?.position ?? 0;
      const done = restored();
      print(
        done === 0
          ? `nothing to restore: the store holds all that the ledger does, up to position ${position}`
          : `${done} ${done === 1 ? 'event was' : 'events were'} compared or restored: the store holds all that the ledger does, up to position ${position}`,
      );
    },
    inUse,
  );
}
