/** Messages and the mail server: what nodemailer is told, and what its errors mean. */
import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type { Customer } from './customers.ts';
import type { Decision } from './guard-client.ts';

/**
 * bounced: the mail server refused it for good. deferred: it did not take it now, or could not be reached. unclear: the connection broke while
 * it had the message, so nobody knows.
 */
export type Delivery = 'sent' | 'bounced' | 'deferred' | 'unclear';

export interface Mailer {
  /** Never throws: an error is a delivery that failed. */
  send(campaign: string, customer: Customer, decision: Pick<Decision, 'headers' | 'links'>): Promise<Delivery>;
  close(): void;
}

const from = { name: 'The Example Shop', address: 'newsletter@shop.example' };

/** @param url such as `smtp://user:password@mail.example.com:587` */
export function createMailer(url: string, connections: number): Mailer {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: connections,
    maxMessages: Number.POSITIVE_INFINITY,
    // By default a message whose connection closes is sent again by the pool itself: perhaps a second time.
    maxRequeues: 0,
  });
  return {
    async send(campaign, customer, { headers, links }) {
      try {
        await transport.sendMail({
          from,
          to: { name: customer.name, address: customer.email },
          messageId: messageIdOf(campaign, customer.customerId),
          subject: `News from the Example Shop: ${campaign}`,
          text: `Dear ${customer.name},\n\nthis is what is new this week.\n${footerOf(links)}`,
          headers: { ...headers },
        });
        return 'sent';
      } catch (error) {
        return deliveryOf(error as SmtpError);
      }
    },
    close: () => transport.close(),
  };
}

/** The way out for whoever reads the message in a program without a button for it. */
function footerOf(links: Decision['links']): string {
  if (!links) return '';
  const { preferences, unsubscribe } = links;
  return [
    '\n-- ',
    ...(unsubscribe === undefined ? [] : [`Stop these messages: ${unsubscribe}`]),
    `What we sent you and why, and what may still come: ${preferences}`,
    '',
  ].join('\n');
}

/** The same for the same message, so that whoever gets it twice after all can tell; it gives away no customer id. */
export function messageIdOf(campaign: string, customerId: string): string {
  return `<${createHash('sha256').update(`${campaign}\0${customerId}`).digest('base64url')}@shop.example>`;
}

interface SmtpError extends Error {
  readonly code?: string;
  readonly syscall?: string;
  /** Of the mail server's answer. */
  readonly responseCode?: number;
}

function deliveryOf({ code, syscall, responseCode }: SmtpError): Delivery {
  if (responseCode !== undefined) return responseCode >= 500 ? 'bounced' : 'deferred';
  // nodemailer itself found no recipient that it could write to.
  if (code === 'EENVELOPE') return 'bounced';
  return code === 'EDNS' || syscall === 'connect' ? 'deferred' : 'unclear';
}
