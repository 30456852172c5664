/** From the setting to a ledger that can be made. */
import type { Config } from '../config.ts';
import type { Ledger } from './ledger.ts';

export interface LedgerParts {
  /** Proof of the pepper. */
  readonly canary: string;
  /** 16 bytes, base64url: seals the rows' keys. */
  readonly pepperKey: string;
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
