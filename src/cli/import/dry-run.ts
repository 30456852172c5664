/** `import KIND FILE --dry-run`: reads it whole, says what would happen, writes nothing and opens no store. */
import { systemClock } from '../../clock.ts';
import type { Config } from '../../config.ts';
import { Problem } from '../../errors.ts';
import type { FittingFields } from '../../guard-contract.ts';
import { createHashes } from '../../identity/hashes.ts';
import { loadPolicies } from '../../policy/load.ts';
import type { PolicySet } from '../../policy/types.ts';
import { problemsFoundBy } from '../../requests/problems.ts';
import { checkPurposePattern, createRequestReader, type RequestReader } from '../../requests/reader.ts';
import { problemsFound } from '../policy.ts';
import { CommandError, fieldProblems, print, remark } from '../terminal.ts';
import { openSource, type RowFile } from './batches.ts';
import type { ImportKind } from './kinds.ts';
import { type Row, readRows } from './rows.ts';

const shownRejections = 20;

export async function dryRun({ kind, file, format }: RowFile, config: Config): Promise<void> {
  const loaded = await loadPolicies(config.policyDir);
  if ('problems' in loaded)
    throw problemsFound(
      config.policyDir,
      loaded.problems,
      `${config.policyDir} does not validate, so no purpose is known`,
    );
  // No hash leaves this command.
  const reader = createRequestReader(createHashes(Buffer.alloc(32)), config.defaultRegion, systemClock.nowMs);
  const counts = new Map<string, number>();
  let rejected = 0;
  let rows = 0;
  for await (const row of readRows(openSource(file).input, format, kind.headerOf)) {
    rows++;
    const { what, problem } = lookAt(row, kind, reader, loaded.set);
    if (problem === undefined) counts.set(what, (counts.get(what) ?? 0) + 1);
    else if (++rejected <= shownRejections) remark(`line ${row.line}: ${problem}`);
  }
  const parts = [...counts].map(([what, count]) => `${count} ${what}`);
  print(`${rows} rows: ${[...parts, `${rejected} rejected`].join(', ')} (nothing was written)`);
  if (rejected > 0) throw new CommandError(`${rejected} rows would be rejected`);
}

interface Looked {
  readonly what: string;
  readonly problem: string | undefined;
}

function lookAt(row: Row, kind: ImportKind, reader: RequestReader, policies: PolicySet): Looked {
  if (row.problem !== undefined) return { what: '', problem: row.problem };
  if (row.isPassed) return { what: 'passed over', problem: undefined };
  try {
    const { sent } = kind.itemOf(row.fields as object, 'dry-run', 'dry-run');
    const fields = sent?.body as FittingFields & { signal?: string; level?: string };
    const problems =
      kind.name === 'contacts'
        ? reader.problemsOf(fields, policies)
        : [
            ...problemsFoundBy([() => fields.purpose === undefined || checkPurposePattern(fields.purpose, policies)]),
            ...reader.problemsOfAddress(fields),
          ];
    return { what: fields.signal ?? fields.level ?? kind.name, problem: fieldProblems(problems) || undefined };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { what: '', problem: fieldProblems(error.errors) };
  }
}
