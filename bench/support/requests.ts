/** `POST /can-contact` as bytes, and where its answer ends. */
import { addressOf, customerId, walk } from './customers.ts';

export interface Asked {
  readonly customers: number;
  /** The first customer's number. */
  readonly from?: number;
  readonly withAddress?: boolean;
}

/** @returns the request of each step */
export function canContact({ customers, from = 0, withAddress = false }: Asked): (step: number) => string {
  const head = 'POST /can-contact HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ';
  return (step) => {
    const index = from + walk(customers, step);
    const address = withAddress ? `,"address":"${addressOf(index)}"` : '';
    const body = `{"customerId":"${customerId(index)}","channel":"email","purpose":"marketing.promotions"${address}}`;
    return `${head}${body.length}\r\n\r\n${body}`;
  };
}

/** @returns how long an answer of one byte a character is with its head; undefined: its head is not whole */
export function lengthOf(answer: string): number | undefined {
  const end = answer.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  return end + 4 + Number(/content-length: (\d+)/i.exec(answer)?.[1]);
}
