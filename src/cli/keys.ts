/** `keys`: a key is shown once; what the service needs to know it by stands in the key file. */
import { addKeyToFile, readKeyFile, removeKeyFromFile } from '../auth/key-file.ts';
import { createKey, type KeyEntry } from '../auth/keys.ts';
import { systemClock } from '../clock.ts';
import { parseInstant } from '../http/schemas/instant.ts';
import { CommandError, fileExitCode, print, remark, table } from './terminal.ts';

export interface NewKey {
  readonly name: string;
  readonly scopes: readonly string[];
  /** An instant, or a time from now such as `90d`; undefined: it does not expire. */
  readonly expires: string | undefined;
  /** The key alone, no remark. */
  readonly quiet: boolean;
}

/** @param file `API_KEYS_FILE`; undefined: not set */
export function createApiKey({ name, scopes, expires, quiet }: NewKey, file: string | undefined): void {
  const path = fileNeeded(file);
  const nowMs = systemClock.nowMs();
  const made = endingWith(
    () => 2,
    () => createKey(name, scopes, nowMs, expiryOf(expires, nowMs)),
    asFlags,
  );
  endingWith(ofKeyFile, () => addKeyToFile(path, made.entry));
  print(made.key);
  if (quiet) return;
  const until = made.entry.expiresAt === undefined ? '' : `, until ${made.entry.expiresAt}`;
  remark(
    `Added ${name} (${made.entry.scopes.join(', ')}${until}) to ${path}. This is the only time the key is shown; send it as Authorization: Bearer …`,
  );
}

export function listApiKeys({ json }: { json: boolean }, file: string | undefined): void {
  const path = fileNeeded(file);
  const entries = endingWith(ofKeyFile, () => readKeyFile(path));
  if (json) {
    for (const { sha256: _sha256, ...entry } of entries) print(JSON.stringify(entry));
  } else if (entries.length === 0) print(`${path} holds no key.`);
  else print(table(['id', 'name', 'scopes', 'created', 'expires'], entries.map(cells)));
}

/** @param which the id that `keys list` shows, or the whole key */
export function revokeApiKey(which: string, file: string | undefined): void {
  const path = fileNeeded(file);
  const id = /^(?:cg_)?([0-9a-f]{12})(?:_[0-9a-f]{64})?$/.exec(which)?.[1];
  if (id === undefined)
    throw new CommandError('a key is revoked by the id of 12 hex digits that keys list shows, or by the key itself', 2);
  const done = endingWith(ofKeyFile, () => removeKeyFromFile(path, id));
  if (!done) throw new CommandError(`${path} holds no key with id ${id}: keys list shows those that it holds`);
  print(`Revoked ${done.removed.name} (${id}). A running service refuses it within a second.`);
  if (done.left === 0)
    remark(`${path} holds no key any more: a running service refuses every caller, and none starts with this file`);
}

function cells({ id, name, scopes, createdAt, expiresAt }: KeyEntry): string[] {
  const isOver = expiresAt !== undefined && Date.parse(expiresAt) <= systemClock.nowMs();
  return [
    id,
    name,
    scopes.join(','),
    createdAt,
    expiresAt === undefined ? 'never' : expiresAt + (isOver ? ' (over)' : ''),
  ];
}

function fileNeeded(file: string | undefined): string {
  if (file !== undefined) return file;
  throw new CommandError(
    'API_KEYS_FILE is not set: name the file with it, or with --file, such as --file keys.json',
    2,
  );
}

const unitMs: ReadonlyMap<string, number> = new Map([
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);

/** @returns a text where it is neither */
function expiryOf(text: string | undefined, nowMs: number): number | string | undefined {
  if (text === undefined) return undefined;
  const [, count, unit = ''] = /^([1-9]\d{0,5})([smhd])$/.exec(text) ?? [];
  if (count !== undefined) return nowMs + Number(count) * (unitMs.get(unit) ?? 0);
  return parseInstant(text) ?? 'write an instant such as 2027-01-31T00:00:00Z, or a time from now such as 90d';
}

/** What was typed is a flag. */
const asFlags = (message: string): string => message.replace(/^(?=(?:name|scopes|expires): )/gm, '--');

/** One that cannot be used is wrong usage; one that holds no keys is a problem. */
const ofKeyFile = (error: Error): 1 | 2 => fileExitCode(error.cause ?? error);

function endingWith<T>(exitCodeOf: (error: Error) => 1 | 2, work: () => T, words = (message: string) => message): T {
  try {
    return work();
  } catch (error) {
    throw new CommandError(words((error as Error).message), exitCodeOf(error as Error));
  }
}
