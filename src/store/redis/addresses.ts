/** Refusals by address: put on the address, then copied to every customer linked to it, before they are acknowledged. */
import { type Suppression, takeSeq } from '../../engine/record/record.ts';
import type { AddressRef, KeyedHash } from '../../engine/request.ts';
import type { ContactStore } from '../store.ts';
import { asAddressCopy, fingerprint, mergeSuppressions } from '../suppressions.ts';
import { addCopies, type RecordDeps, type Records } from './records.ts';

type Addresses = Pick<
  ContactStore,
  'suppress' | 'suppressionsOfAddress' | 'lastCustomerAt' | 'findSuppression' | 'lift'
>;

export function createAddresses({
  link,
  keys,
  usable,
  records,
}: Pick<RecordDeps, 'link' | 'keys' | 'usable'> & { readonly records: Records }): Addresses {
  const { transact, read, readRaw, decode, lookAtAddress } = records;

  const lastCustomer = async (address: AddressRef): Promise<KeyedHash | undefined> => {
    const linked = await link.call((client) => client.smembersBuffer(keys.addressCustomers(address.hash)));
    const shared = await link.call((client) => client.getBuffer(keys.addressLast(address.hash)));
    let last: { customer: KeyedHash; atMs: number } | undefined;
    for (const hash of shared ? [...linked, shared] : linked) {
      const customer = hash.toString('latin1') as KeyedHash;
      const record = await decode((await readRaw(customer)).bytes);
      const atMs = record.addresses.find((one) => one.hash === address.hash)?.lastMs;
      if (atMs !== undefined && (!last || atMs >= last.atMs)) last = { customer, atMs };
    }
    return last?.customer;
  };

  return {
    async suppress(suppressions, target) {
      usable();
      let inForce: Suppression[] = [...suppressions];
      const { customer, address } = target;
      if (customer) {
        inForce = await transact({ customer, address: undefined }, ({ record, nowMs }) => {
          const before = record.suppressions.length;
          const value = mergeSuppressions(record.suppressions, suppressions, nowMs);
          return { value, changed: record.suppressions.length > before, entries: [] };
        });
      }
      if (!address) return inForce;
      const copies = inForce.map(asAddressCopy);
      const [standing, linked] = (await link.run(
        'suppress',
        keys.address(address.hash).slice(0, 2),
        copies.flatMap((one) => [fingerprint(one), JSON.stringify(one)]),
      )) as [Buffer[], Buffer[]];
      const onAddress = standing.map((json) => JSON.parse(json.toString()) as Suppression);
      const others = linked.map((hash) => hash.toString('latin1') as KeyedHash).filter((hash) => hash !== customer);
      await Promise.all(
        others.map((hash) =>
          transact({ customer: hash, address: undefined }, ({ record }) => ({
            value: undefined,
            changed: addCopies(record, onAddress),
            entries: [],
          })),
        ),
      );
      return customer ? inForce : onAddress;
    },
    async suppressionsOfAddress(address) {
      usable();
      return (await lookAtAddress(address.hash, '')).suppressions;
    },
    async lastCustomerAt(address) {
      usable();
      return lastCustomer(address);
    },
    async findSuppression(home) {
      usable();
      const list = home.customer
        ? await read({ customer: home.customer, address: undefined }, ({ record }) => record.suppressions)
        : home.address
          ? (await lookAtAddress(home.address.hash, '')).suppressions
          : [];
      return list.find((one) => one.suppressionId === home.suppressionId);
    },
    async lift(suppression) {
      usable();
      const drop = (hash: KeyedHash) =>
        transact({ customer: hash, address: undefined }, ({ record }) => {
          const before = record.suppressions.length;
          record.suppressions = record.suppressions.filter((one) => one.suppressionId !== suppression.suppressionId);
          // Changed in any case: a first contact that read the suppression before it was lifted was made for another record, and looks again.
          if (record.suppressions.length === before) takeSeq(record);
          return { value: undefined, changed: true, entries: [] };
        });
      const { address } = suppression;
      if (address !== undefined) {
        await link.call((client) => client.hdel(keys.addressSuppressions(address), fingerprint(suppression)));
        const linked = await link.call((client) => client.smembersBuffer(keys.addressCustomers(address)));
        await Promise.all(linked.map((hash) => drop(hash.toString('latin1') as KeyedHash)));
      }
      if (suppression.customer !== undefined) await drop(suppression.customer as KeyedHash);
    },
  };
}
