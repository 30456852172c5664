/** Who asks where the command line is its own service: whoever may read the store may do all. */
import type { Caller } from '../guard-contract.ts';

export const localCaller: Caller = { name: 'local', scopes: new Set(['admin']) };
