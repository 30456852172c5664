/** Complaint reports (RFC 5965) and bounces (RFC 3464) as raw messages. */
import { describe, expect, test } from 'vitest';
import { hookedOn, stores } from './support/webhooks.ts';
import { dayMs } from './support/world.ts';

describe.each(stores)('on %s', (store) => {
  const hooked = hookedOn(store);

  const ann = { customerId: 'ann', channel: 'email', address: 'ann@example.com' } as const;
  const token = 'a-token-for-mail-reports';
  const set = { emailReportToken: token };

  interface Parts {
    readonly type: 'feedback-report' | 'delivery-status' | 'global-delivery-status';
    readonly encoding?: 'base64';
    readonly fields: string;
    readonly original?: string;
    readonly originalType?: string;
  }

  /** CRLF, as mail comes. */
  function report({
    type,
    encoding,
    fields,
    original = 'From: shop@example.org\nSubject: News\n',
    originalType = 'message/rfc822',
  }: Parts): string {
    return `From: <abuse@example.net>
To: <complaints@example.org>
Subject: FW: News
MIME-Version: 1.0
Content-Type: multipart/report; report-type=${type};
 boundary="part1_13d.2e68ed54"

--part1_13d.2e68ed54
Content-Type: text/plain; charset="US-ASCII"
Content-Transfer-Encoding: 7bit

This is a report.

--part1_13d.2e68ed54
Content-Type: message/${type}
Content-Transfer-Encoding: ${encoding ?? '7bit'}

${encoding ? Buffer.from(fields.replaceAll('\n', '\r\n')).toString('base64') : fields}
--part1_13d.2e68ed54
Content-Type: ${originalType}
Content-Disposition: inline

${original}
Hello.
--part1_13d.2e68ed54--
`.replaceAll('\n', '\r\n');
  }

  const abuse = (fields: string): Parts => ({
    type: 'feedback-report',
    fields: `Feedback-Type: abuse\nUser-Agent: SomeGenerator/1.0\nVersion: 1\n${fields}`,
  });
  const bounce = (...recipients: string[]): Parts => ({
    type: 'delivery-status',
    fields: ['Reporting-MTA: dns; mx.example.net\n', ...recipients.map((one) => `${one}\n`)].join('\n'),
  });
  const failed = (status: string, address: string = ann.address, more = ''): string =>
    `Final-Recipient: rfc822; ${address}\nAction: failed\nStatus: ${status}${more}`;

  async function service() {
    const made = await hooked(set);
    const send = (message: string | Parts) =>
      made.post('/webhooks/email-report', typeof message === 'string' ? message : report(message), {
        'content-type': 'message/rfc822',
        authorization: `Bearer ${token}`,
      });
    return { ...made, send };
  }

  describe('a complaint report', () => {
    test('closes all but receipts and what is critical for its recipient', async () => {
      const { send, allows } = await service();
      const answer = await send(abuse('Original-Rcpt-To: <ann@example.com>\nOriginal-Mail-From: <shop@example.org>\n'));
      expect(answer.status).toBe(200);
      expect(await answer.json()).toEqual({ refusals: 1, optIns: 0, nothing: 0, unread: 0 });
      expect(await allows(ann)).toBe(false);
      expect(await allows({ ...ann, purpose: 'transactional.receipt' })).toBe(true);
    });

    test('whose recipient is blacked out is of the contact that the message names', async () => {
      const { send, allows, world, service: made } = await service();
      const contactId = await world.contact(ann);
      await send({
        ...abuse('Original-Rcpt-To: redacted@example.net\n'),
        original: `From: shop@example.org\nTo: undisclosed-recipients:;\nX-Contact-Id:\n ${contactId}\n`,
      });
      expect(await allows(ann)).toBe(false);
      expect(await allows({ customerId: 'ann', channel: 'email' })).toBe(false);
      const { events } = await made.guard.refusalEvents({ customerId: 'ann', limit: 1 });
      expect(events).toMatchObject([
        { contactId, signal: 'complaint', source: 'email-report', caller: 'webhook:email-report' },
      ]);
    });

    test('whose recipient is blacked out is of whom the link in the message was for, however long ago', async () => {
      const { send, allows, world } = await service();
      const answer = await world.ask({ ...ann, keys: { brand: 'acme' } });
      const { links } = answer as { links?: { unsubscribe: string } };
      world.pass(500 * dayMs);
      const link = links?.unsubscribe ?? '';
      await send({
        ...abuse('Original-Rcpt-To: redacted@example.net\n'),
        original: `From: shop@example.org\nList-Unsubscribe: <mailto:x@example.org>,\n <${link.slice(0, 60)}\n ${link.slice(60)}>\n`,
      });
      expect(await allows(ann)).toBe(false);
      expect(await allows({ ...ann, customerId: 'other', keys: { brand: 'acme' } })).toBe(false);
      expect(await allows({ ...ann, keys: { brand: 'other' } })).toBe(true);
      expect(await allows({ customerId: 'other', channel: 'email' })).toBe(true);
    });

    test('stops what the message was for, too, which its link says', async () => {
      const { send, allows, world } = await service();
      const receipt = { ...ann, purpose: 'transactional.receipt' } as const;
      const { headers = {} } = (await world.ask(receipt)) as { headers?: Record<string, string> };
      await send({ ...abuse(''), original: `List-Unsubscribe: ${headers['List-Unsubscribe']}\n` });
      expect(await allows(receipt)).toBe(false);
    });

    test('of several recipients is of each, and blacked out beside a link that is none of ours of nobody', async () => {
      const { send, allows } = await service();
      const bob = { customerId: 'bob', channel: 'email', address: 'bob@example.com' } as const;
      const named = `Original-Rcpt-To: ${ann.address}\nOriginal-Rcpt-To: <${bob.address}>\n`;
      expect(await (await send(abuse(named))).json()).toMatchObject({ refusals: 2 });
      expect([await allows(ann), await allows(bob)]).toEqual([false, false]);
      const answer = await send({
        ...abuse('Original-Rcpt-To: redacted@example.net\n'),
        original: 'List-Unsubscribe: <https://guard.example.com/unsubscribe/abcdef>\n',
      });
      expect(await answer.json()).toMatchObject({ refusals: 0, unread: 1 });
    });

    test('of several recipients is of each, also where the link in the message was for one of them', async () => {
      const { send, allows, world } = await service();
      const { headers = {} } = (await world.ask(ann)) as { headers?: Record<string, string> };
      const bob = { customerId: 'bob', channel: 'email', address: 'bob@example.com' } as const;
      await send({
        ...abuse(`Original-Rcpt-To: ${ann.address}\nOriginal-Rcpt-To: ${bob.address}\n`),
        original: `List-Unsubscribe: ${headers['List-Unsubscribe']}\n`,
      });
      expect([await allows(ann), await allows(bob)]).toEqual([false, false]);
    });

    test.each(['X-Contact-Id', 'List-Unsubscribe'])(
      'that names nobody, of a message to several whose %s says for whom it was, is of that one alone',
      async (name) => {
        const { send, allows, world } = await service();
        const { contactId, headers } = (await world.ask(ann)) as {
          contactId: string;
          headers?: Record<string, string>;
        };
        const value = headers?.[name] ?? contactId;
        await send({ ...abuse(''), original: `To: ann@example.com, bob@example.com\n${name}: ${value}\n` });
        expect([
          await allows(ann),
          await allows({ customerId: 'bob', channel: 'email', address: 'bob@example.com' }),
        ]).toEqual([false, true]);
      },
    );

    test('that names its recipient twice is of one, and joined to the contact', async () => {
      const { send, world, service: made } = await service();
      const contactId = await world.contact(ann);
      await send({
        ...abuse(`Original-Rcpt-To: ${ann.address}\nRemoval-Recipient: ${ann.address}\n`),
        original: `X-Contact-Id: ${contactId}\n`,
      });
      expect((await made.guard.refusalEvents({ customerId: 'ann', limit: 9 })).events).toMatchObject([{ contactId }]);
    });

    test('that opts out is an unsubscribe of whom it removes, as of when it was received', async () => {
      const { send, world, service: made } = await service();
      await world.contact(ann);
      const fields =
        'Feedback-Type: Opt-Out\nRemoval-Recipient: ann@example.com\nReceived-Date: Mon, 1 Jun 2026 09:00:00 GMT\n';
      await send({ ...abuse(''), fields });
      expect((await made.guard.refusalEvents({ customerId: 'ann', limit: 9 })).events).toMatchObject([
        { signal: 'unsubscribe', receivedAt: '2026-06-01T09:00:00.000Z' },
      ]);
    });

    test('whose parts are encoded is read as it is', async () => {
      const { send, allows } = await service();
      const { fields } = abuse('Reported-Domain: example.org\nOriginal-Rcpt-To:ann@example.com\n');
      await send({ type: 'feedback-report', encoding: 'base64', fields });
      expect(await allows(ann)).toBe(false);
    });

    test('without a recipient of its own is of the one whom the message was to', async () => {
      const { send, allows } = await service();
      await send({ ...abuse(''), original: 'From: shop@example.org\nTo: "Ann, A." <ann@example.com>\n' });
      expect(await allows(ann)).toBe(false);
    });

    test.each([
      ['To: "bob@example.com" <ann@example.com>', [false, true]],
      ['To: bob@example.com via our list <ann@example.com>', [false, true]],
      ['To: Ann <ann@example.com>, =?utf-8?q?B=C3=B6b?= <bob@example.com>', [false, false]],
      ['To: readers: ann@example.com,\n bob@example.com;', [false, false]],
      ['To: undisclosed-recipients:;', [true, true]],
      ['To: <ANN@Example.com> (Ann)', [false, true]],
    ])('to "%s" is of each address there, and of no name', async (to, open) => {
      const { send, allows } = await service();
      await send({ ...abuse(''), original: `From: shop@example.org\n${to}\n` });
      const bob = { customerId: 'bob', channel: 'email', address: 'bob@example.com' } as const;
      expect([await allows(ann), await allows(bob)]).toEqual(open);
    });

    test('whose recipient is blacked out is of the one whom the message was to, where nothing else names anybody', async () => {
      const { send, allows } = await service();
      await send({ ...abuse('Original-Rcpt-To: <redacted@example.com>\n'), original: 'To: Ann <ann@example.com>\n' });
      expect(await allows(ann)).toBe(false);
    });

    test.each([
      ['redactie@krant.example', false],
      ['redaction@journal.example', false],
      ['redacted@example.com', true],
      ['Redacted-0a1b2c@example.com', true],
      ['ann@redacted.example', true],
      ['****@example.com', true],
      ['xxxx@example.com', true],
      ['ann@example.invalid', true],
    ])('about %s leaves that address open: %s', async (address, isOpen) => {
      const { send, allows } = await service();
      await send(abuse(`Original-Rcpt-To: <${address}>\n`));
      expect(await allows({ customerId: 'x', channel: 'email', address: address.replaceAll('*', 'x') })).toBe(isOpen);
    });

    test.each(['Not-Spam', 'auth-failure', 'virus', 'dmarc'])('of type %s suppresses nothing', async (type) => {
      const { send, allows } = await service();
      const parts = abuse('Original-Rcpt-To: ann@example.com\n');
      const answer = await send({ ...parts, fields: parts.fields.replace('abuse', type) });
      expect(await answer.json()).toMatchObject({ refusals: 0, nothing: 1 });
      expect(await allows(ann)).toBe(true);
    });

    test('that names more people than any message is sent to is told, and of none of them', async () => {
      const { send, allows } = await service();
      const named = (count: number) =>
        Array.from({ length: count }, (_, at) => `Original-Rcpt-To: p${at}@example.com\n`).join('');
      const open = () => allows({ customerId: 'x', channel: 'email', address: 'p99@example.com' });
      expect(await (await send(abuse(named(101)))).json()).toMatchObject({ refusals: 0, unread: 1 });
      expect(await open()).toBe(true);
      expect(await (await send(abuse(named(100)))).json()).toMatchObject({ refusals: 100 });
      expect(await open()).toBe(false);
    });

    test('that names nobody is told and counted', async () => {
      const { send, counted } = await service();
      expect((await send(abuse(''))).status).toBe(200);
      expect(counted).toEqual(['email-report unread']);
    });
  });

  test.each(['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'message/rfc822x', undefined])(
    'a body of type %s is 415 with the token, and 401 without',
    async (type) => {
      const { post, allows } = await service();
      const message = report(abuse('Original-Rcpt-To: <ann@example.com>\n'));
      const typed: Record<string, string> = type === undefined ? {} : { 'content-type': type };
      const path = '/webhooks/email-report';
      expect((await post(path, message, { ...typed, authorization: `Bearer ${token}` })).status).toBe(415);
      expect((await post(path, message, typed)).status).toBe(401);
      expect(await allows(ann)).toBe(true);
      for (const right of ['Message/RFC822; charset=utf-8', 'message/global'])
        expect((await post(path, message, { 'content-type': right, authorization: `Bearer ${token}` })).status).toBe(
          200,
        );
      expect(await allows(ann)).toBe(false);
    },
  );

  describe('a bounce', () => {
    test.each([
      [failed('5.1.1'), false],
      [failed('5.1.10'), false],
      [failed('5.1.3'), false],
      [failed('5.1.6').replaceAll(': ', ':'), false],
      [failed('5.2.1'), false],
      [failed('5.0.0', ann.address, '\nDiagnostic-Code: smtp; 550-5.1.1 no such\n user here'), false],
      [failed('5.0.0'), true],
      [failed('5.2.2'), true],
      [failed('5.7.1'), true],
      [failed('4.2.2'), true],
      [failed('5.1.1 (bad mailbox)').replace('failed', 'failed (for good)'), false],
      [failed('5.5.0', ann.address, '\nDiagnostic-Code: smtp; 550 5.1.1 unknown'), false],
      [failed('5.5.0', ann.address, '\nDiagnostic-Code: smtp; 554 5.7.1 policy'), true],
      [failed('5.1.1').replace('failed', 'delayed'), true],
      [failed('5.1.1').replace('failed', 'Failed'), false],
      [failed('5.1.1', 'forwarded@example.net', '\nOriginal-Recipient: rfc822;ann@example.com'), false],
    ])('with %j leaves the address open: %s', async (recipient, isOpen) => {
      const { send, allows } = await service();
      expect((await send(bounce(recipient))).status).toBe(200);
      expect(await allows(ann)).toBe(isOpen);
      expect(await allows({ ...ann, address: 'ann@work.example.com' })).toBe(true);
    });

    test('whose recipient stands first, without a part about the message, is read too', async () => {
      const { send, allows } = await service();
      await send({ type: 'delivery-status', fields: `${failed('5.1.1')}\n\n${failed('5.1.1', 'bob@example.com')}\n` });
      for (const address of [ann.address, 'bob@example.com'])
        expect(await allows({ customerId: 'x', channel: 'email', address })).toBe(false);
    });

    test.each(['delivery-status', 'global-delivery-status'] as const)(
      'in a %s that names nobody is of whom the link in the message was for, whatever links stand before it',
      async (type) => {
        const { send, allows, world } = await service();
        const { headers = {} } = (await world.ask(ann)) as { headers?: Record<string, string> };
        const original = `List-Unsubscribe: <https://other.example.com/unsubscribe/x>, ${headers['List-Unsubscribe']}\n`;
        await send({ ...bounce('Action: failed\nStatus: 5.1.1'), type, original });
        expect(await allows(ann)).toBe(false);
      },
    );

    test('whose recipients are parted by lines of blanks is of each', async () => {
      const { send, allows } = await service();
      const { fields } = bounce(failed('5.1.1', 'bob@example.com'), failed('5.1.1'));
      await send({ type: 'delivery-status', fields: fields.replaceAll('\n\n', '\n \t\n') });
      expect(await allows(ann)).toBe(false);
    });

    test('of several recipients is joined to no contact, of one to its own', async () => {
      const { send, world, service: made } = await service();
      const contactId = await world.contact(ann);
      const joined = async (address: string) => {
        const [one] = await made.guard.suppressionsOfAddress({ address, channel: 'email' });
        return (await made.guard.refusal((one as { refusalId: string }).refusalId)) as { contactId?: string };
      };
      const original = `X-Contact-Id: ${contactId}\n`;
      await send({ ...bounce(failed('5.1.1', 'bob@example.com'), failed('5.1.1', 'eve@example.com')), original });
      for (const address of ['bob@example.com', 'eve@example.com'])
        expect((await joined(address)).contactId, address).toBeUndefined();
      await send({ ...bounce(failed('5.1.1')), original });
      expect((await joined(ann.address)).contactId).toBe(contactId);
    });

    test('of several recipients closes each that is dead', async () => {
      const { send, allows } = await service();
      await send(bounce(failed('5.1.1'), failed('4.4.1', 'bob@example.com'), failed('5.1.1', 'eve@example.com')));
      const open = (address: string) => allows({ customerId: 'x', channel: 'email', address });
      expect([await open('ann@example.com'), await open('bob@example.com'), await open('eve@example.com')]).toEqual([
        false,
        true,
        false,
      ]);
    });
  });

  test('with an Idempotency-Key the same mail is one event, and brings back nothing that was lifted since', async () => {
    const { post, service: made, world, allows } = await service();
    await world.contact(ann);
    const send = (key: string) =>
      post('/webhooks/email-report', report(abuse('Original-Rcpt-To: ann@example.com\n')), {
        'content-type': 'message/rfc822',
        authorization: `Bearer ${token}`,
        'idempotency-key': key,
      });
    const events = async () => (await made.guard.refusalEvents({ customerId: 'ann', limit: 10 })).events;
    for (let times = 0; times < 2; times++) expect(await (await send('one')).json()).toMatchObject({ refusals: 1 });
    expect(await events()).toHaveLength(1);
    for (const { suppressionId } of (await made.guard.suppressionsOfCustomer('ann')) as { suppressionId: string }[])
      await world.lift(suppressionId).catch(() => undefined);
    await send('one');
    expect(await allows(ann)).toBe(true);
    await send('another mail');
    expect(await allows(ann)).toBe(false);
  });

  test('with an Idempotency-Key a mail about several is of each of them', async () => {
    const { post, allows } = await service();
    const addresses = ['ann@example.com', 'bob@example.com'];
    const parts = abuse(addresses.map((one) => `Original-Rcpt-To: ${one}\n`).join(''));
    for (let times = 0; times < 2; times++) {
      const answer = await post('/webhooks/email-report', report(parts), {
        'content-type': 'message/rfc822',
        authorization: `Bearer ${token}`,
        'idempotency-key': 'one',
      });
      expect(await answer.json()).toMatchObject({ refusals: 2, unread: 0 });
    }
    for (const address of addresses) expect(await allows({ customerId: 'x', channel: 'email', address })).toBe(false);
  });

  test('another message is told as unread, what is no mail too', async () => {
    const { send, counted } = await service();
    expect((await send('From: a@example.com\r\nSubject: Hi\r\n\r\nUnsubscribe me')).status).toBe(200);
    expect((await send('')).status).toBe(200);
    expect((await send('\0'.repeat(1000))).status).toBe(200);
    expect(counted).toEqual(['email-report unread', 'email-report unread', 'email-report unread']);
  });

  test('without the token it is 401 and changes nothing, of more than 1 MiB nothing is read, and unset it is not there', async () => {
    const { post, send, allows } = await service();
    const message = report(abuse('Original-Rcpt-To: ann@example.com\n'));
    for (const authorization of ['', 'Bearer wrong', `Basic ${token}`]) {
      const answer = await post('/webhooks/email-report', message, { authorization });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="contact-guard"');
    }
    expect((await send('x'.repeat(1024 * 1024 + 1))).status).toBe(413);
    expect(await allows(ann)).toBe(true);
    const unset = await hooked({});
    expect((await unset.post('/webhooks/email-report', message, { authorization: `Bearer ${token}` })).status).toBe(
      404,
    );
  });
});
