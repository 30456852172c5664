/** What the customer's pages are made from. */
import type { Brand } from '../brand.ts';
import type { LinkTokens } from '../identity/tokens.ts';
import type { PolicySet } from '../policy/types.ts';

export interface PageDeps {
  readonly tokens: LinkTokens;
  readonly brand: Brand;
  readonly policies: () => PolicySet;
  /** Seals what an undo may take back: 16 bytes, base64url. */
  readonly undoKey: string;
  /** Where the pages are reached, without a slash at its end. */
  readonly publicUrl: string | undefined;
  readonly nowMs: () => number;
}
