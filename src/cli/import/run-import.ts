/** `import KIND FILE`: through the running service, or into a store of our own; says how it went. */
import { setFlagsFromString } from 'node:v8';
import type { Config } from '../../config.ts';
import { storeLabel } from '../../store/open.ts';
import { type ListName, type ListSignal, listNames } from '../lists/formats.ts';
import { localCaller } from '../local-caller.ts';
import { withOwnService } from '../own-service.ts';
import { createProgress } from '../progress.ts';
import { findService } from '../target.ts';
import { CommandError, print, remark } from '../terminal.ts';
import { checkSource } from './batches.ts';
import { dryRun as tryOut } from './dry-run.ts';
import { type ImportSummary, importRows } from './import.ts';
import { kindFor } from './list-kind.ts';
import type { ImportName } from './names.ts';
import { batchesOf, type FileWanted, type Reading } from './read-thread.ts';
import { type Recorder, serviceRecorder } from './recorder.ts';
import type { RowFormat } from './rows.ts';
import { embedded, storeRecorder } from './store-recorder.ts';

export interface ImportCommand {
  readonly name: ImportName;
  readonly file: string;
  readonly format: RowFormat | ListName | undefined;
  readonly restart: boolean;
  readonly dryRun: boolean;
  readonly signal: ListSignal | undefined;
}

export async function runImport(
  { name, file, format, restart, dryRun, signal }: ImportCommand,
  config: Config,
): Promise<void> {
  const list = listNames.find((one) => one === format);
  const wanted: FileWanted = {
    name,
    list: { name: list, signal },
    file,
    format: list === undefined ? (format as RowFormat | undefined) : 'csv',
  };
  // Before any store is opened, and perhaps made, for a name that was mistyped.
  const bytes = checkSource(file);
  if (dryRun) return tryOut({ ...wanted, kind: kindFor(wanted, remark) }, config);
  const into = (recorder: Recorder, reading?: Reading): Promise<ImportSummary> =>
    importRows({
      file,
      bytes,
      batches: batchesOf({ ...wanted, reading }, bytes, remark),
      restart,
      recorder,
      progress: createProgress('rows'),
      onElsewhere: (other) =>
        remark(`an earlier run imported this file into other data (${other}); here it begins at the first row`),
      onRejected: (line, problem) => remark(`line ${line}: ${problem}`),
    });
  const client = await findService(config);
  if (client) return report(await into(serviceRecorder(client, `/${name}`)));
  if (config.store.kind === 'sqlite' && config.store.path === ':memory:')
    throw new CommandError(
      'STORE_URL is sqlite::memory:, which lives in a service and nowhere else: nothing would be kept. Set GUARD_URL to the service, or STORE_URL to a file',
      2,
    );
  // Rows under way outlive many collections of a small room for young objects, and are copied each time: it grows to its full size at once.
  setFlagsFromString('--semi-space-growth-factor=32');
  // And what is over by then is cleared away soon: the collector alone would let it grow to a multiple of what is used.
  setFlagsFromString('--heap-growing-percent=50');
  const summary = await withOwnService(config, 'policies', async ({ guard }, pepper) => {
    const limits = config.store.kind === 'sqlite' ? embedded : undefined;
    const reading = { pepper, defaultRegion: config.defaultRegion, caller: localCaller.name };
    return into(storeRecorder(guard, localCaller, storeLabel(config.store), limits), reading);
  });
  report(summary);
}

function report(summary: ImportSummary): void {
  const { rows, recorded, known, passed, rejected, rejectedBytes, resumedRows, rowsPerSecond, rejectedFile } = summary;
  const parts = [
    `${recorded} recorded`,
    ...(known > 0 ? [`${known} known before`] : []),
    ...(passed > 0 ? [`${passed} passed over`] : []),
    `${rejected} rejected`,
  ];
  const pace = rows > resumedRows ? ` (${rowsPerSecond} rows a second)` : '';
  print(`${rows} rows: ${parts.join(', ')}${pace}`);
  if (resumedRows > 0)
    remark(`${resumedRows === rows ? 'all' : resumedRows} of them an earlier run had done; --restart begins anew`);
  if (rejected > 0 && rejectedBytes === 0)
    throw new CommandError(
      `${rejected} rows were rejected by an earlier run, which has said why; --restart says it again`,
    );
  if (rejected > 0)
    throw new CommandError(
      `${rejected} rejected rows are in ${rejectedFile} with what is wrong: mend them there and import that file`,
    );
}
