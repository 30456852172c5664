/** The packed record with one contact more. */
import { type Header, headerBytes, isNumbered, writeHeader } from '../record/header.ts';
import * as layout from '../record/layout.ts';
import type { DecideInput } from '../steps/decide.ts';
import type { FastTables } from './fast-tables.ts';
import type { Parts } from './parts.ts';

const dayMs = 86_400_000;

export interface Made {
  readonly seq: number;
  readonly kindPlace: number;
  readonly addressPlace: number;
  readonly kind: number;
  readonly nowMs: number;
}

export function write(hot: Buffer, parts: Parts, input: DecideInput, tables: FastTables, made: Made): Buffer {
  const { request } = input.plan;
  const { operation } = input;
  const { seq, nowMs } = made;
  const { header } = parts;
  const isNewKind = made.kindPlace === header.kinds;
  const isNewAddress = request.address !== undefined && made.addressPlace === layout.noAddress;
  const addressPlace = isNewAddress ? header.addresses : made.addressPlace;
  const hasExtra = request.address !== undefined || request.keys.size > 0;
  // Operations are known for 24 hours, one of a hold for longer: each says until when.
  let operationsEnd = parts.addressesAt;
  while (operationsEnd > parts.operationsAt && hot.readUIntLE(operationsEnd - 6, 6) < nowMs)
    operationsEnd -= layout.operationBytes;
  const grown: Header = {
    ...header,
    kinds: header.kinds + (isNewKind ? 1 : 0),
    nextSeq: (seq + 1) & 0xffff,
    contacts: header.contacts + 1,
    extraBytes: header.extraBytes + (hasExtra ? 4 + request.keys.size * layout.keyHashBytes : 0),
    operations: (operationsEnd - parts.operationsAt) / layout.operationBytes + (operation ? 1 : 0),
    addresses: header.addresses + (isNewAddress ? 1 : 0),
  };
  const bytes = Buffer.allocUnsafe(
    headerBytes(grown) +
      grown.kinds * layout.kindBytes +
      grown.contacts * parts.contactBytes +
      grown.extraBytes +
      grown.operations * layout.operationBytes +
      grown.addresses * layout.addressBytes +
      Math.max(0, hot.length - parts.outcomesAt),
  );
  let at = writeHeader(bytes, grown);
  const keep = (from: number, to: number): void => {
    if (to > from) at += hot.copy(bytes, at, from, to);
  };
  keep(parts.kindsAt, parts.contactsAt);
  if (isNewKind) at += tables.kind.copy(bytes, at);
  bytes.writeUIntLE(nowMs * layout.stampUnit + (hasExtra ? layout.state.extra : 0), at, 6);
  at = bytes.writeUIntLE(made.kindPlace, at + 6, layout.placeBytes(header.kinds));
  if (isNumbered(header)) at = bytes.writeUInt16LE(seq, at);
  keep(parts.contactsAt, parts.extrasAt);
  if (hasExtra) {
    bytes.writeUInt16LE(seq, at);
    bytes.writeUInt8(addressPlace, at + 2);
    bytes.writeUInt8(request.keys.size, at + 3);
    at += 4;
    for (const key of request.keys.values()) at += bytes.write(key, at, 'latin1');
  }
  keep(parts.extrasAt, parts.operationsAt);
  if (operation) {
    bytes.write(operation.id, at, 'latin1');
    bytes.write(operation.body, at + 8, 'latin1');
    bytes.writeUInt16LE(seq, at + 14);
    bytes.writeUIntLE(nowMs + dayMs, at + 16, 6);
    at += layout.operationBytes;
  }
  keep(parts.operationsAt, operationsEnd);
  const addressesAt = at;
  keep(parts.addressesAt, parts.outcomesAt);
  if (request.address) {
    if (isNewAddress) {
      bytes.write(request.address.hash, at, 'latin1');
      bytes.writeUInt8(made.kind, at + 10);
      bytes.writeUIntLE(nowMs, at + 11, 6);
      at += layout.addressBytes;
    } else {
      const reachedAt = addressesAt + addressPlace * layout.addressBytes + 11;
      bytes.writeUIntLE(Math.max(nowMs, bytes.readUIntLE(reachedAt, 6)), reachedAt, 6);
    }
  }
  keep(parts.outcomesAt, hot.length);
  return bytes;
}
