/** A row as the ledger keeps it: the body in clear (hashes, scopes, instants), the secrets under a key of this row, and that key under the pepper. */
import { seal, unseal } from '../identity/seal.ts';
import type { LedgerRow } from './ledger.ts';

export interface SealedRow {
  readonly body: string;
  readonly sealed: string | null;
  /** Deleted by erasure. */
  readonly key: string | null;
}

/** @param pepperKey 16 bytes, base64url. @param rowKey another one for each row */
export function sealRow({ secrets, ...body }: LedgerRow, pepperKey: string, rowKey: string): SealedRow {
  const isBare = Object.keys(secrets).length === 0;
  return {
    body: JSON.stringify(body),
    sealed: isBare ? null : seal(rowKey, JSON.stringify(secrets)),
    key: isBare ? null : seal(pepperKey, rowKey),
  };
}

/** Without the secrets where their key is gone. */
export function openRow({ body, sealed, key }: SealedRow, pepperKey: string): LedgerRow {
  const rowKey = key === null ? undefined : unseal(pepperKey, key);
  const text = rowKey === undefined || sealed === null ? undefined : unseal(rowKey, sealed);
  return { ...JSON.parse(body), secrets: text === undefined ? {} : JSON.parse(text) } as LedgerRow;
}
