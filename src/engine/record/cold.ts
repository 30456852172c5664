/** The cold part of a customer's record, and that of an address, as they are stored: a format version and JSON. Pure. */
import { OtherVersion, readable } from '../../errors.ts';
import { channels } from '../../vocabulary.ts';
import { type ColdRecord, type CustomerRecord, emptyCold, type Suppression } from './record.ts';

const version = '1';

/** @throws StoreUnavailable for text that is damaged or of another version */
export function decodeCold(text: string | undefined): ColdRecord {
  return text === undefined || text === '' ? emptyCold() : readable("a customer's cold part", () => decodeText(text));
}

function decodeText(text: string): ColdRecord {
  if (text[0] !== version) throw new OtherVersion(text[0], version);
  return { ...emptyCold(), ...(JSON.parse(text.slice(1)) as Partial<ColdRecord>) };
}

/** Lists that are empty are left out. @returns '' where all are */
export function encodeCold(cold: ColdRecord): string {
  const lists = Object.entries(cold).filter(([, list]) => (list as readonly unknown[]).length > 0);
  return lists.length === 0 ? '' : version + JSON.stringify(Object.fromEntries(lists));
}

export function isColdEmpty(cold: ColdRecord): boolean {
  return Object.values(cold).every((list: readonly unknown[]) => list.length === 0);
}

/** Whether one of them waits for a person to decide. */
export function hasReview(suppressions: readonly Pick<Suppression, 'unsure'>[]): boolean {
  return suppressions.some(({ unsure }) => unsure);
}

/** A bit for each channel that one of them is on. */
export function channelBits(list: readonly { readonly channel: string }[]): number {
  let bits = 0;
  for (const { channel } of list) bits |= channelBit(channel);
  return bits;
}

/** @param channel one, or `*` for all of them */
export function channelBit(channel: string): number {
  return channel === '*' ? (1 << channels.length) - 1 : 1 << channels.indexOf(channel as (typeof channels)[number]);
}

/** Makes the hot part say what the cold one holds, and that it was written. */
export function coverCold(record: CustomerRecord, cold: ColdRecord): void {
  record.suppressed = channelBits(cold.suppressions);
  record.consented = channelBits(cold.consents);
  record.coldVersion = (record.coldVersion % 0xffff) + 1;
}

/** True where nothing is left that is worth keeping; what the cold part holds shows in the hot one, but for what it still waits for. */
export function isEmpty(record: CustomerRecord, cold: ColdRecord | undefined): boolean {
  return (
    record.contacts.length === 0 &&
    record.operations.length === 0 &&
    record.addresses.length === 0 &&
    record.holds.length === 0 &&
    record.key === undefined &&
    (cold === undefined ? record.coldVersion === 0 : isColdEmpty(cold))
  );
}
