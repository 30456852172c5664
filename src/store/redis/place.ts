/** Where the parts of a customer or an address lie in Redis, and what is read there. */

/** Where a write goes: the keys of its parts, and the bucket they lie in. */
export interface Place {
  readonly hot: string;
  readonly cold: string;
  readonly events: string;
  readonly bucket: number;
}

/** A value as read; null: there is none. */
export type Value = Buffer | null;
