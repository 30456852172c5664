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
import { dryRun as tryOut } from './dry-run.ts';
import { checkSource, type ImportOptions, type ImportSummary, importRows } from './import.ts';
import { importKind } from './kinds.ts';
import { withLists } from './list-kind.ts';
import type { ImportName } from './names.ts';
import { type Recorder, serviceRecorder, storeRecorder, wideWindow } from './recorder.ts';
import type { RowFormat } from './rows.ts';

type Wanted = Pick<ImportOptions, 'kind' | 'file' | 'format' | 'restart'>;

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
  const kind = importKind(name);
  const wanted: Wanted = {
    kind: name === 'suppressions' ? withLists(kind, { name: list, signal }, remark) : kind,
    file,
    format: list === undefined ? (format as RowFormat | undefined) : 'csv',
    restart,
  };
  if (dryRun) {
    checkSource(file);
    return tryOut(wanted, config);
  }
  // Before any store is opened, and perhaps made, for a name that was mistyped.
  checkSource(wanted.file);
  const client = await findService(config);
  if (client) return report(await importInto(serviceRecorder(client, `/${name}`), wanted));
  if (config.store.kind === 'sqlite' && config.store.path === ':memory:')
    throw new CommandError(
      'STORE_URL is sqlite::memory:, which lives in a service and nowhere else: nothing would be kept. Set GUARD_URL to the service, or STORE_URL to a file',
      2,
    );
  // Rows under way outlive many collections of a small room for young objects, and are copied each time: it grows to its full size at once.
  setFlagsFromString('--semi-space-growth-factor=32');
  const summary = await withOwnService(config, 'policies', async ({ guard, policies, store }) => {
    // How far back history is kept depends on every set that was active of late.
    await policies.remember(store);
    const window = config.store.kind === 'sqlite' ? wideWindow : undefined;
    return importInto(storeRecorder(guard, localCaller, storeLabel(config.store), window), wanted);
  });
  report(summary);
}

function importInto(recorder: Recorder, wanted: Wanted): Promise<ImportSummary> {
  return importRows({
    ...wanted,
    recorder,
    progress: createProgress('rows'),
    onElsewhere: (into) =>
      remark(`an earlier run imported this file into other data (${into}); here it begins at the first row`),
    onRejected: (line, problem) => remark(`line ${line}: ${problem}`),
  });
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
