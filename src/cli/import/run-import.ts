/** `import contacts FILE`: through the running service, or into a store of our own; says how it went. */
import type { Config } from '../../config.ts';
import { localCaller } from '../local-caller.ts';
import { withOwnService } from '../own-service.ts';
import { createProgress } from '../progress.ts';
import { findService } from '../service-client.ts';
import { CommandError, print, remark } from '../terminal.ts';
import { type ImportOptions, type ImportSummary, importContacts } from './import.ts';
import { type Recorder, serviceRecorder, storeRecorder } from './recorder.ts';

type Wanted = Pick<ImportOptions, 'file' | 'format' | 'restart'>;

export async function runImport(wanted: Wanted, config: Config): Promise<void> {
  const client = await findService(config);
  if (client) {
    remark(`through the service at ${client.url}`);
    return report(await importInto(serviceRecorder(client), wanted));
  }
  remark('no service answers: into the store itself (STORE_URL)');
  const summary = await withOwnService(config, 'policies', async ({ guard, policies, store }) => {
    // How far back history is kept depends on every set that was active of late.
    await policies.remember(store);
    return importInto(storeRecorder(guard, localCaller), wanted);
  });
  report(summary);
}

function importInto(recorder: Recorder, wanted: Wanted): Promise<ImportSummary> {
  return importContacts({
    ...wanted,
    recorder,
    progress: createProgress('rows'),
    onRejected: (line, problem) => remark(`line ${line}: ${problem}`),
  });
}

function report(summary: ImportSummary): void {
  const { rows, recorded, known, rejected, resumedRows, rowsPerSecond, rejectedFile } = summary;
  const parts = [`${recorded} recorded`, ...(known > 0 ? [`${known} known before`] : []), `${rejected} rejected`];
  const pace = rows > resumedRows ? ` (${rowsPerSecond} rows a second)` : '';
  print(`${rows} rows: ${parts.join(', ')}${pace}`);
  if (resumedRows > 0)
    remark(`${resumedRows === rows ? 'all' : resumedRows} of them an earlier run had done; --restart begins anew`);
  if (rejected > 0)
    throw new CommandError(
      `${rejected} rejected rows are in ${rejectedFile} with what is wrong: mend them there and import that file`,
    );
}
