/** `keys create`: a key is shown once; what the service needs to know it by goes to the key file. */
import { addKeyToFile } from '../auth/key-file.ts';
import { createKey } from '../auth/keys.ts';
import { systemClock } from '../clock.ts';
import { CommandError, print, remark } from './terminal.ts';

export interface NewKey {
  readonly name: string;
  readonly scopes: readonly string[];
  /** `API_KEYS_FILE`; undefined: not set. */
  readonly file: string | undefined;
}

export function createApiKey({ name, scopes, file }: NewKey): void {
  if (file === undefined)
    throw new CommandError(
      'API_KEYS_FILE is not set: name the file with it, or with --file, such as --file keys.json',
      2,
    );
  let made: ReturnType<typeof createKey>;
  try {
    made = createKey(name, scopes, systemClock.nowMs());
  } catch (error) {
    throw new CommandError((error as Error).message, 2);
  }
  try {
    addKeyToFile(file, made.entry);
  } catch (error) {
    throw new CommandError((error as Error).message);
  }
  print(made.key);
  remark(
    `Added ${name} (${made.entry.scopes.join(', ')}) to ${file}. This is the only time the key is shown; send it as Authorization: Bearer …`,
  );
}
