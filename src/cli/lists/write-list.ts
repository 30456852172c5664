/** Lists as other systems take them in. */
import type { ListName } from './formats.ts';

/** One who must not be written to. */
export interface Listed {
  /** As the caller writes it. */
  readonly address: string;
  /** It does not exist, and nobody said anything. */
  readonly isBounce: boolean;
  /** ISO text. */
  readonly since: string;
}

interface Form {
  readonly header: readonly string[] | undefined;
  row(one: Listed): readonly string[];
}

const onlyAddress = (column: string): Form => ({ header: [column], row: ({ address }) => [address] });

const forms: Readonly<Record<ListName, Form>> = {
  sendgrid: onlyAddress('email'),
  mailchimp: onlyAddress('Email Address'),
  klaviyo: onlyAddress('Email'),
  // Without a header; it knows these two reasons, and a person's no is nearer to the second.
  ses: { header: undefined, row: ({ address, isBounce }) => [address, isBounce ? 'BOUNCE' : 'COMPLAINT'] },
  twilio: {
    header: ['contact_id', 'status', 'source', 'date_of_consent'],
    row: ({ address, since }) => [address, 'opt-out', 'others', since],
  },
  mailgun: {
    header: ['address', 'tags', 'created_at'],
    row: ({ address, since }) => [address, '*', new Date(since).toUTCString()],
  },
  braze: { header: ['email', 'email_subscribe'], row: ({ address }) => [address, 'unsubscribed'] },
  listmonk: { header: ['email', 'name'], row: ({ address }) => [address, address] },
};

export function listHeader(name: ListName): string {
  const { header } = forms[name];
  return header === undefined ? '' : line(header);
}

export function listRow(name: ListName, one: Listed): string {
  return line(forms[name].row(one));
}

function line(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join()}\n`;
}
