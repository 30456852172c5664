/** Bounces and complaints of Amazon SES, as SNS delivers them: signed by a certificate made here. */
import { createSign } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import { certificates } from '../src/refusals/intake/sns-certificate.ts';
import { selfMadeCertificate } from './support/certificate.ts';
import { hookedOn, stores } from './support/webhooks.ts';

describe.each(stores)('on %s', (store) => {
  const hooked = hookedOn(store);

  const topic = 'arn:aws:sns:eu-west-1:123456789012:mail-events';
  const certUrl = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem';
  const own = selfMadeCertificate();
  const ann = { customerId: 'ann', channel: 'email', address: 'ann@example.com' } as const;

  const signedNames: Readonly<Record<string, readonly string[]>> = {
    Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
    SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  };

  /** An envelope of SNS, signed; `changed` is put on after that. */
  function envelope(
    fields: Readonly<Record<string, string>>,
    changed: Readonly<Record<string, string>> = {},
  ): [string, string, Record<string, string>] {
    const sent: Record<string, string> = {
      Type: 'Notification',
      MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
      TopicArn: topic,
      Timestamp: '2026-06-01T09:59:59.000Z',
      SignatureVersion: '2',
      SigningCertURL: certUrl,
      UnsubscribeURL: 'https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe',
      ...fields,
    };
    const text = (signedNames[sent['Type'] ?? ''] ?? [])
      .filter((name) => sent[name] !== undefined)
      .map((name) => `${name}\n${sent[name]}\n`)
      .join('');
    const algorithm = sent['SignatureVersion'] === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
    sent['Signature'] = createSign(algorithm).update(text).sign(own.privateKey, 'base64');
    return ['/webhooks/ses', JSON.stringify({ ...sent, ...changed }), { 'content-type': 'text/plain; charset=UTF-8' }];
  }

  const mail = {
    timestamp: '2026-06-01T09:59:00.000Z',
    messageId: '0000-1',
    source: 'shop@example.org',
    destination: ['ann@example.com'],
  };
  const bounce = (type: string, subType: string, status?: string) =>
    JSON.stringify({
      notificationType: 'Bounce',
      mail,
      bounce: {
        bounceType: type,
        bounceSubType: subType,
        bouncedRecipients: [{ emailAddress: 'ann@example.com', action: 'failed', ...(status && { status }) }],
        timestamp: '2026-06-01T09:59:30.000Z',
        feedbackId: 'f-1',
      },
    });
  const complaint = (fields: object = {}, ofMail: object = {}) =>
    JSON.stringify({
      notificationType: 'Complaint',
      mail: { ...mail, ...ofMail },
      complaint: {
        complainedRecipients: [{ emailAddress: 'Ann <ann@example.com>' }],
        complaintFeedbackType: 'abuse',
        timestamp: '2026-06-01T09:59:30.000Z',
        feedbackId: 'f-2',
        ...fields,
      },
    });

  const open = () => hooked({ snsTopicArns: [topic] }, {}, certificates(serving(own.pem)));

  function failing(cause: Error | undefined, name = 'TypeError'): typeof fetch {
    return vi.fn(async () => {
      throw Object.assign(new Error('fetch failed', { cause }), { name });
    }) as unknown as typeof fetch;
  }

  function serving(text: string, init: ResponseInit = {}): typeof fetch {
    return vi.fn(async () => new Response(text, init)) as unknown as typeof fetch;
  }

  describe('what SES says', () => {
    test.each(['1', '2'])(
      'in a message of signature version %s is in force when SNS has its answer',
      async (version) => {
        const { post, allows } = await open();
        expect(await allows(ann)).toBe(true);
        const answer = await post(...envelope({ Message: complaint(), SignatureVersion: version }));
        expect(answer.status).toBe(200);
        expect(await answer.json()).toEqual({ refusals: 1, optIns: 0, nothing: 0, unread: 0 });
        expect(await allows(ann)).toBe(false);
      },
    );

    test.each([
      ['Complaint', ['ann@example.com', 'bob@example.com'], false],
      ['Complaint', [], true],
      ['Bounce', ['ann@example.com'], false],
      ['Bounce', ['ann@example.com', 'bob@example.com'], true],
    ] as const)(
      'of a %s that names no recipient, to %j, leaves the address open: %s, and is told where it does',
      async (type, destination, isOpen) => {
        const { post, allows, counted } = await open();
        const report = { bounceType: 'Permanent', bouncedRecipients: [], complainedRecipients: [] };
        const Message = JSON.stringify({
          eventType: type,
          mail: { ...mail, destination },
          [type.toLowerCase()]: report,
        });
        expect((await post(...envelope({ Message }))).status).toBe(200);
        expect(await allows(ann)).toBe(isOpen);
        expect(counted.includes('ses unread')).toBe(isOpen);
      },
    );

    test.each([
      ['Permanent', 'General', undefined, false],
      ['Permanent', 'NoEmail', '5.1.1', false],
      ['Permanent', 'OnAccountSuppressionList', undefined, false],
      ['Permanent', 'General', '5.7.1', true],
      ['Transient', 'MailboxFull', '5.2.2', true],
      ['Transient', 'General', undefined, true],
      ['Undetermined', 'Undetermined', undefined, true],
    ] as const)('of a bounce %s/%s %s leaves the address open: %s', async (type, subType, status, isOpen) => {
      const { post, allows } = await open();
      expect((await post(...envelope({ Message: bounce(type, subType, status) }))).status).toBe(200);
      expect(await allows(ann)).toBe(isOpen);
      // The person is reached elsewhere.
      expect(await allows({ ...ann, address: 'ann@work.example.com' })).toBe(true);
    });

    test('of a complaint is kept with signal, instants and what was sent', async () => {
      const { post, service, world } = await open();
      const contactId = await world.contact(ann);
      const headers = [{ name: 'X-Contact-ID', value: contactId }];
      await post(...envelope({ Message: complaint({}, { headers }) }));
      const { events } = await service.guard.refusalEvents({ customerId: 'ann', limit: 10 });
      expect(events).toMatchObject([
        {
          signal: 'complaint',
          source: 'ses',
          caller: 'webhook:ses',
          contactId,
          receivedAt: '2026-06-01T09:59:30.000Z',
          evidence: { payload: expect.stringContaining('"feedbackId":"f-2"') },
        },
      ]);
    });

    test('of a complaint whose contact stands in the tags of the message is of it, at the instant of its arrival', async () => {
      const { post, service, world } = await open();
      const contactId = await world.contact(ann);
      const tags = { 'x-contact-id': [contactId] };
      await post(...envelope({ Message: complaint({ arrivalDate: '2026-06-01T09:59:10.000Z' }, { tags }) }));
      const { events } = await service.guard.refusalEvents({ customerId: 'ann', limit: 10 });
      expect(events).toMatchObject([{ contactId, receivedAt: '2026-06-01T09:59:10.000Z' }]);
    });

    test('again adds no second suppression, and "not spam" or a delivery none at all', async () => {
      const { post, service } = await open();
      for (let times = 0; times < 3; times++) await post(...envelope({ Message: complaint() }));
      const before = await service.guard.suppressionsOfAddress({ address: ann.address, channel: 'email' });
      expect(before.length).toBeGreaterThan(0);
      await post(
        ...envelope({
          Message: complaint({
            complainedRecipients: [{ emailAddress: 'bob@example.com' }],
            complaintFeedbackType: 'not-spam',
          }),
        }),
      );
      await post(...envelope({ Message: JSON.stringify({ notificationType: 'Delivery', mail, delivery: {} }) }));
      await post(...envelope({ Message: 'Successfully validated SNS topic for Amazon SES event publishing.' }));
      expect(await service.guard.suppressionsOfAddress({ address: ann.address, channel: 'email' })).toHaveLength(
        before.length,
      );
      expect(await service.guard.suppressionsOfAddress({ address: 'bob@example.com', channel: 'email' })).toEqual([]);
    });

    test.each(['somebody@forward.example', '[redacted]'])(
      'of a complaint about one message is about its recipient, whoever is named (%s), by the link in its headers',
      async (emailAddress) => {
        const { post, allows, world, service } = await open();
        const { contactId, ...answer } = await world.ask(ann);
        const { headers: own = {} } = answer as { headers?: Record<string, string> };
        const headers = Object.entries(own).map(([name, value]) => ({ name, value }));
        const complainedRecipients = [{ emailAddress }];
        await post(...envelope({ Message: complaint({ complainedRecipients }, { headers }) }));
        expect([await allows(ann), await allows({ ...ann, customerId: 'other' })]).toEqual([false, false]);
        expect(await allows({ ...ann, address: 'ann@new.example.com' })).toBe(false);
        const { events } = await service.guard.refusalEvents({ customerId: 'ann', limit: 10 });
        expect(events).toMatchObject([{ signal: 'complaint', contactId }]);
      },
    );

    test('of several recipients binds each at its address', async () => {
      const { post, allows } = await open();
      const bob = { customerId: 'bob', channel: 'email', address: 'bob@example.com' } as const;
      const both = [{ emailAddress: ann.address }, { emailAddress: bob.address }];
      const mailOfBoth = { destination: [ann.address, bob.address] };
      const answer = await post(...envelope({ Message: complaint({ complainedRecipients: both }, mailOfBoth) }));
      expect(await answer.json()).toMatchObject({ refusals: 2 });
      expect([await allows(ann), await allows(bob)]).toEqual([false, false]);
    });

    test.each(['List-Unsubscribe', 'X-Contact-Id'])(
      'of a message to several is of whom it names, whoever the %s in its headers was made for',
      async (name) => {
        const { post, allows, world } = await open();
        const { contactId, headers } = (await world.ask(ann)) as {
          contactId: string;
          headers?: Record<string, string>;
        };
        const value = headers?.[name] ?? contactId;
        const bob = { customerId: 'bob', channel: 'email', address: 'bob@example.com' } as const;
        const ofMail = { destination: [ann.address, bob.address], headers: [{ name, value }] };
        const complainedRecipients = [{ emailAddress: bob.address }];
        await post(...envelope({ Message: complaint({ complainedRecipients }, ofMail) }));
        expect([
          await allows(bob),
          await allows(ann),
          await allows({ ...ann, address: 'ann@new.example.com' }),
        ]).toEqual([false, true, true]);
      },
    );

    test('with an empty Subject, or a null one, is signed as SNS signs it', async () => {
      const { post } = await open();
      expect((await post(...envelope({ Message: complaint(), Subject: '' }))).status).toBe(200);
      const [path, body, headers] = envelope({ Message: complaint() });
      const withNull = JSON.stringify({ ...JSON.parse(body), Subject: null });
      expect((await post(path, withNull, headers)).status).toBe(200);
    });

    test('as Lambda hands it on, is read too', async () => {
      const { post, allows } = await open();
      const [path, body, headers] = envelope({ Message: complaint() });
      const { SigningCertURL: SigningCertUrl, ...rest } = JSON.parse(body);
      expect((await post(path, JSON.stringify({ ...rest, SigningCertUrl }), headers)).status).toBe(200);
      expect(await allows(ann)).toBe(false);
    });

    test('of events of a configuration set is read as its notifications are', async () => {
      const { post, allows, counted } = await open();
      const asEvent = (message: string) => message.replace('notificationType', 'eventType');
      await post(...envelope({ Message: asEvent(bounce('Transient', 'General')), SignatureVersion: '1' }));
      expect([counted, await allows(ann)]).toEqual([['ses nothing'], true]);
      await post(...envelope({ Message: asEvent(bounce('Permanent', 'General')) }));
      expect([await allows(ann), await allows({ ...ann, address: 'ann@work.example.com' })]).toEqual([false, true]);
      await post(...envelope({ Message: asEvent(complaint()) }));
      expect(counted).toEqual(['ses nothing', 'ses refusal', 'ses refusal']);
    });

    test.each([
      [true, [], false],
      [false, ['OptIn', 'OptOut'], false],
      [false, ['OptIn'], true],
    ])(
      'from its own page of subscriptions is an unsubscribe of who leaves all (%s) or a topic (%j): open is %s',
      async (unsubscribeAll, topics, isOpen) => {
        const { post, allows } = await open();
        const topicSubscriptionStatus = topics.map((subscriptionStatus, at) => ({
          topicName: `t${at}`,
          subscriptionStatus,
        }));
        const Message = JSON.stringify({
          eventType: 'Subscription',
          mail,
          subscription: {
            contactList: 'List',
            timestamp: '2026-06-01T09:59:30.000Z',
            source: 'UnsubscribeHeader',
            newTopicPreferences: { unsubscribeAll, topicSubscriptionStatus },
          },
        });
        await post(...envelope({ Message }));
        expect(await allows(ann)).toBe(isOpen);
        expect(await allows({ ...ann, purpose: 'service.account' })).toBe(true);
      },
    );
  });

  describe('what SNS has not said is 403 and changes nothing', () => {
    const forged: readonly (readonly [string, ReturnType<typeof envelope>])[] = [
      ['another message', envelope({ Message: complaint() }, { Message: bounce('Permanent', 'General') })],
      ['another topic', envelope({ Message: complaint(), TopicArn: topic.replace('mail-events', 'others') })],
      ['no topic', envelope({ Message: complaint() }, { TopicArn: '' })],
      ['a type that does not exist', envelope({ Message: complaint(), Type: 'Other' })],
      ['a type called like a member of every object', envelope({ Message: complaint() }, { Type: 'constructor' })],
      ['a signature version that does not exist', envelope({ Message: complaint() }, { SignatureVersion: '3' })],
      [
        'a signature version called like a member of every object',
        envelope({ Message: complaint() }, { SignatureVersion: 'constructor' }),
      ],
      ['version 1 for a signature of 2', envelope({ Message: complaint() }, { SignatureVersion: '1' })],
      ...[
        'http://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0.pem',
        'https://sns.eu-west-1.amazonaws.com.evil.example/SimpleNotificationService-0.pem',
        'https://evil.example/sns.eu-west-1.amazonaws.com/SimpleNotificationService-0.pem',
        'https://s3.amazonaws.com/SimpleNotificationService-0.pem',
        'https://sns.eu-west-1.amazonaws.com/bucket/SimpleNotificationService-0.pem',
        'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0.pem?x=.pem',
        'https://sns.eu-west-1.amazonaws.com:444/SimpleNotificationService-0.pem',
        'https://a@sns.eu-west-1.amazonaws.com/SimpleNotificationService-0.pem',
        'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0.pem',
      ].map((url) => [`a certificate at ${url}`, envelope({ Message: complaint(), SigningCertURL: url })] as const),
    ];

    test.each(forged)('%s', async (_what, delivery) => {
      const get = serving(own.pem);
      const { post, allows, counted } = await hooked({ snsTopicArns: [topic] }, {}, certificates(get));
      expect((await post(...delivery)).status).toBe(403);
      expect(await allows(ann)).toBe(true);
      expect(counted).toEqual([]);
      for (const [url] of vi.mocked(get).mock.calls) expect(url).toBe(certUrl);
    });

    test('a message signed by another certificate', async () => {
      const { post } = await hooked({ snsTopicArns: [topic] }, {}, certificates(serving(selfMadeCertificate().pem)));
      expect((await post(...envelope({ Message: complaint() }))).status).toBe(403);
    });

    test('and what is no JSON is 400, and without topics there is nothing', async () => {
      const { post } = await open();
      expect((await post('/webhooks/ses', 'x')).status).toBe(400);
      expect((await post('/webhooks/ses', 'null')).status).toBe(403);
      expect((await (await hooked({})).post(...envelope({ Message: complaint() }))).status).toBe(404);
    });
  });

  describe('the certificate', () => {
    test('is fetched once, without redirects', async () => {
      const get = serving(own.pem);
      const { post } = await hooked({ snsTopicArns: [topic] }, {}, certificates(get));
      for (let times = 0; times < 3; times++) await post(...envelope({ Message: complaint() }));
      expect(vi.mocked(get).mock.calls).toEqual([[certUrl, expect.objectContaining({ redirect: 'error' })]]);
    });

    test.each([
      ['cannot be had', serving('', { status: 500 }), 'status 500'],
      ['is none', serving('no certificate'), 'what is there is no certificate'],
      ['is too long', serving(own.pem + ' '.repeat(20_000)), 'more than 16384 bytes'],
      ['is out of reach', failing(Object.assign(new Error('x'), { code: 'ENOTFOUND' })), 'ENOTFOUND'],
      ['does not come', failing(undefined, 'TimeoutError'), 'no answer within 2 s'],
    ])('that %s is 503, said in answer and log with why, and tried again', async (_what, get, why) => {
      const { post, allows, lines } = await hooked({ snsTopicArns: [topic] }, {}, certificates(get));
      const answer = await post(...envelope({ Message: complaint() }));
      const detail = expect.stringContaining(
        `certificate of SNS cannot be had from sns.eu-west-1.amazonaws.com (${why})`,
      );
      expect([answer.status, await answer.json()]).toEqual([503, expect.objectContaining({ detail })]);
      expect((await post(...envelope({ Message: complaint() }))).status).toBe(503);
      expect(vi.mocked(get)).toHaveBeenCalledTimes(2);
      // Nobody who sends mail sees what SNS is answered.
      expect(lines.map((line) => JSON.parse(line))).toEqual([
        expect.objectContaining({ event: 'request.refused', code: 'not-ready', detail }),
      ]);
      expect(await allows(ann)).toBe(true);
    });

    test('names that are made up push out none that was had, and are asked for sixteen at a time', async () => {
      const waiting: (() => void)[] = [];
      const get = vi.fn(async (url: string) => {
        if (url === certUrl) return new Response(own.pem);
        await new Promise<void>((resolve) => waiting.push(resolve));
        return new Response('', { status: 403 });
      });
      const at = certificates(get as unknown as typeof fetch);
      expect(await at(certUrl)).toBe(own.pem);
      const made = Array.from({ length: 20 }, (_, i) => at(certUrl.replace('abcdef', `abcde${i}`)).catch(String));
      expect(get).toHaveBeenCalledTimes(17);
      for (const answer of waiting) answer();
      const told = await Promise.all(made);
      expect(told.filter((text) => text.includes('(too many are asked for at once)'))).toHaveLength(4);
      expect(told.filter((text) => text.includes('(status 403)'))).toHaveLength(16);
      expect(await at(certUrl)).toBe(own.pem);
      expect(get).toHaveBeenCalledTimes(17);
    });
  });

  test('a subscription to confirm is told in the log with its address, which is never fetched', async () => {
    const get = serving(own.pem);
    const { post, lines } = await hooked({ snsTopicArns: [topic] }, {}, certificates(get));
    const SubscribeURL = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t';
    const answer = await post(
      ...envelope({
        Type: 'SubscriptionConfirmation',
        Message: 'You have chosen to subscribe.',
        Token: 't',
        SubscribeURL,
      }),
    );
    expect(answer.status).toBe(200);
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ event: 'webhook.confirm', subscribeUrl: SubscribeURL, topicArn: topic }),
    );
    expect(vi.mocked(get).mock.calls.map(([url]) => url)).toEqual([certUrl]);
  });
});
