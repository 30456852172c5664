/** A real SMTP server for the demonstration: it keeps what it receives, and refuses some recipients on purpose. */
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly to: string;
  readonly messageId: string;
  /** Header by lower-case name, unfolded. */
  readonly headers: ReadonlyMap<string, string>;
  /** As it came over the line. */
  readonly message: string;
}

export interface MailServer {
  readonly url: string;
  readonly received: readonly ReceivedMail[];
  /** Recipients that were refused, one entry for each attempt. */
  readonly refused: readonly { readonly to: string; readonly status: number }[];
  stop(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  const refused: { to: string; status: number }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onRcptTo({ address }, _session, done) {
      const isFirstTry = !refused.some(({ to }) => to === address);
      const status = address.startsWith('gone.')
        ? 550
        : address.startsWith('greylisted.') && isFirstTry
          ? 451
          : undefined;
      if (status === undefined) return done();
      refused.push({ to: address, status });
      const words = status === 550 ? '5.1.1 No such mailbox' : '4.7.1 Greylisted, try again later';
      done(Object.assign(new Error(words), { responseCode: status }));
    },
    onData(stream, session, done) {
      text(stream).then((message) => {
        const headers = headersOf(message);
        for (const { address } of session.envelope.rcptTo)
          received.push({ to: address, messageId: headers.get('message-id') ?? '', headers, message });
        done();
      }, done);
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  // A client that went away is its own trouble.
  server.on('error', () => {});
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    refused,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function headersOf(message: string): Map<string, string> {
  const head = message.slice(0, message.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
  const fields = head
    .split('\r\n')
    .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()] as const);
  return new Map(fields);
}
