/** A customer's state as an atomic step finds it. */
import type { AddressHot } from '../record/address.ts';
import type { ColdRecord, CustomerRecord, HeldRequest, Suppression } from '../record/record.ts';
import type { AddressRef } from '../request.ts';

export interface StepState {
  readonly record: CustomerRecord;
  /** The cold part. A store that must fetch it first throws here, and runs the step again. */
  cold(): ColdRecord;
  /** The requests of holds that the record names, by their contacts' numbers; fetched like the cold part. */
  held(seqs: readonly number[]): readonly HeldRequest[];
  /** An address as it stands in the same atomic step; fetched like the cold part. */
  at(address: AddressRef): AddressLook;
  readonly nowMs: number;
}

export interface AddressLook {
  readonly hot: AddressHot;
  suppressions(): readonly Suppression[];
}
