/** From the setting to a ledger that can be made. */
import type { Config } from '../config.ts';
import { wordsOf } from '../files.ts';
import type { Ledger, LedgerParts } from './ledger.ts';

/**
 * @param file where the pepper would be made
 * @throws Error where the ledger has a pepper already, or cannot be asked
 */
export async function requireNewLedger(url: string, file: string): Promise<void> {
  const { hasPepper } = await import('./postgres.ts');
  const found = await hasPepper(url).catch((error: unknown) => {
    throw new Error(
      `LEDGER_URL: cannot be reached (${wordsOf(error)}), and a pepper that is made now may not be the ledger's: give ADDRESS_PEPPER, or start the ledger first`,
    );
  });
  if (found)
    throw new Error(
      `ADDRESS_PEPPER: the ledger (LEDGER_URL) was made with a pepper, and ${file} is not there: put that file back, or give the pepper`,
    );
}

/** @returns undefined where no ledger is kept; nothing is opened yet */
export async function prepareLedger({
  ledgerUrl: url,
}: Pick<Config, 'ledgerUrl'>): Promise<((parts: LedgerParts) => Ledger) | undefined> {
  if (url === undefined) return undefined;
  // Only who keeps a ledger pays for its client.
  const { createPostgresLedger } = await import('./postgres.ts');
  return (parts) => createPostgresLedger({ url, ...parts });
}
