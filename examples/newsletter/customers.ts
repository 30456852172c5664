/** The recipients: one row of the CSV at a time, however long the file. */
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';

export interface Customer {
  readonly customerId: string;
  readonly email: string;
  readonly name: string;
  /** ISO 3166, such as `US-FL`. */
  readonly region: string | undefined;
  /** IANA zone. */
  readonly timeZone: string | undefined;
}

/** @throws where the file is no CSV with a header */
export async function* readCustomers(file: string): AsyncGenerator<Customer> {
  const input = createReadStream(file);
  const rows = parse({ columns: true, bom: true, skip_empty_lines: true, trim: true });
  input.on('error', (error) => rows.destroy(error));
  for await (const row of input.pipe(rows)) {
    const { customerId, email, name, region, timeZone } = row as Record<string, string>;
    yield {
      customerId: customerId ?? '',
      email: email ?? '',
      name: name ?? '',
      region: region || undefined,
      timeZone: timeZone || undefined,
    };
  }
}
