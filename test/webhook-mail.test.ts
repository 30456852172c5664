/** Events of SendGrid, Mailgun and Postmark, signed with real keys as each of them does. */
import { createHash, createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createClaim } from '../src/refusals/intake/claims.ts';
import { mailgunSource } from '../src/refusals/intake/mailgun.ts';
import type { Source } from '../src/refusals/intake/source.ts';
import { shippedPolicies } from './support/policies.ts';
import { sqliteService } from './support/sqlite-service.ts';
import { hookedOn, stores } from './support/webhooks.ts';
import { startMs } from './support/world.ts';

describe.each(stores)('on %s', (store) => {
  const hooked = hookedOn(store);

  const ann = { customerId: 'ann', channel: 'email', address: 'ann@example.com' } as const;
  const bob = { customerId: 'bob', channel: 'email', address: 'bob@example.com' } as const;
  const receipt = 'transactional.receipt';
  type Call = [path: string, body: string, headers: Record<string, string>];

  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  function sendgrid(events: object, sentMs = startMs): Call {
    const body = JSON.stringify(events);
    const timestamp = String(Math.floor(sentMs / 1000));
    const signature = createSign('sha256')
      .update(timestamp + body)
      .sign(privateKey, 'base64');
    return [
      '/webhooks/sendgrid',
      body,
      {
        'content-type': 'application/json',
        'x-twilio-email-event-webhook-signature': signature,
        'x-twilio-email-event-webhook-timestamp': timestamp,
      },
    ];
  }

  const sendgridSet = { sendgridPublicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
  const at = (ms: number): number => Math.floor(ms / 1000);

  describe('SendGrid', () => {
    test('all events of a batch are in force when it has its answer, and one that cannot be read loses none', async () => {
      const { post, allows, counted, lines } = await hooked(sendgridSet);
      const timestamp = at(startMs) - 60;
      const answer = await post(
        ...sendgrid([
          { event: 'delivered', email: ann.address, timestamp, sg_event_id: 'e1' },
          { event: 'spamreport', email: ann.address, timestamp, sg_event_id: 'e2' },
          { event: 'spamreport', timestamp, sg_event_id: 'e3' },
          { event: 'bounce', type: 'bounce', status: '5.1.1', email: 'no address', timestamp, sg_event_id: 'e4' },
          { event: 'bounce', type: 'bounce', status: '5.1.1', email: bob.address, timestamp, sg_event_id: 'e5' },
        ]),
      );
      expect(answer.status).toBe(200);
      expect(await answer.json()).toEqual({ refusals: 2, optIns: 0, nothing: 1, unread: 2 });
      expect([await allows(ann), await allows(bob), await allows({ ...bob, purpose: receipt })]).toEqual([
        false,
        false,
        false,
      ]);
      expect(counted.filter((one) => one === 'sendgrid unread')).toHaveLength(2);
      expect(lines.join()).not.toContain('no address');
    });

    test.each([
      [{ event: 'bounce', type: 'blocked', status: '5.7.1' }, true],
      [{ event: 'bounce', type: 'blocked' }, true],
      [{ event: 'bounce', type: 'bounce', status: '5.2.2' }, true],
      [{ event: 'bounce', type: 'bounce', status: '4.4.7' }, true],
      [{ event: 'bounce', type: 'bounce', status: '5.3.4' }, true],
      [{ event: 'bounce', type: 'bounce', status: '5.6.1' }, true],
      [{ event: 'bounce', type: 'bounce', reason: '550 5.7.1 blocked by policy' }, true],
      [{ event: 'bounce', type: 'bounce', reason: '451 4.7.1: greylisted' }, true],
      [{ event: 'bounce', type: 'bounce', reason: '550 5.1.1 no such user' }, false],
      [{ event: 'bounce' }, false],
      [{ event: 'dropped', reason: 'Bounced Address' }, false],
      [{ event: 'dropped', reason: 'Spam Reporting Address' }, false],
      [{ event: 'spamreport' }, false],
      [{ event: 'deferred' }, true],
      [{ event: 'open' }, true],
      [{ event: 'unsubscribe' }, false],
      [{ event: 'group_unsubscribe', asm_group_id: 7 }, false],
      [{ event: 'dropped', reason: 'Unsubscribed Address' }, false],
      [{ event: 'dropped', reason: 'Invalid SMTPAPI header' }, true],
    ])('%j leaves marketing open: %s', async (event, isOpen) => {
      const { post, allows } = await hooked(sendgridSet);
      await post(...sendgrid([{ email: ann.address, timestamp: at(startMs), sg_event_id: 'e', ...event }]));
      expect(await allows(ann)).toBe(isOpen);
    });

    test('a resubscription takes back what the same group refused before it: not later, not elsewhere, not when old', async () => {
      const made = await hooked(sendgridSet);
      const { post, allows, pass } = { ...made, pass: made.world.pass };
      let now = startMs;
      const say = async (event: string, group: number, saidMs = now, sentMs = now) =>
        post(
          ...sendgrid(
            [
              {
                event,
                email: ann.address,
                timestamp: at(saidMs),
                sg_event_id: `${event}-${group}-${saidMs}`,
                asm_group_id: group,
              },
            ],
            sentMs,
          ),
        );
      await say('group_unsubscribe', 7);
      await say('group_resubscribe', 8);
      expect(await allows(ann)).toBe(false);
      pass(5000);
      now += 5000;
      await say('group_resubscribe', 7);
      expect(await allows(ann)).toBe(true);
      const early = now;
      pass(5000);
      now += 5000;
      await say('group_unsubscribe', 7);
      await say('group_resubscribe', 7, early);
      await say('group_resubscribe', 7, early + 1000);
      expect(await allows(ann)).toBe(false);
      await say('group_resubscribe', 7, now, now - 7_200_000);
      expect(await allows(ann)).toBe(false);
    });

    test('a resubscription to all groups takes back nothing, and is told', async () => {
      const { post, allows, counted } = await hooked(sendgridSet);
      const said = { email: ann.address, timestamp: at(startMs) };
      await post(...sendgrid([{ ...said, event: 'unsubscribe', sg_event_id: 'e1' }]));
      await post(...sendgrid([{ ...said, event: 'group_resubscribe', sg_event_id: 'e2' }]));
      expect([await allows(ann), counted]).toEqual([false, ['sendgrid refusal', 'sendgrid unread']]);
    });

    test.each([
      ['ahead', at(startMs) + 7200, '2026-06-01T10:00:00.000Z'],
      ['before all time', 0, '2026-06-01T10:00:00.000Z'],
      ['no number', 'today', '2026-06-01T10:00:00.000Z'],
      ['a minute ago', at(startMs) - 60, '2026-06-01T09:59:00.000Z'],
    ])('a no whose own instant is %s loses nothing', async (_what, timestamp, receivedAt) => {
      const { post, allows, service, world } = await hooked(sendgridSet);
      await world.contact(ann);
      await post(...sendgrid([{ event: 'unsubscribe', email: ann.address, timestamp }]));
      expect(await allows(ann)).toBe(false);
      expect((await service.guard.refusalEvents({ customerId: 'ann', limit: 1 })).events).toMatchObject([
        { receivedAt },
      ]);
    });

    test('an event that comes alone, in no list, is in force', async () => {
      const { post, allows } = await hooked(sendgridSet);
      await post(...sendgrid({ event: 'unsubscribe', email: ann.address }));
      expect(await allows(ann)).toBe(false);
    });

    test('a body, timestamp or signature that was changed is 403', async () => {
      const { post, allows } = await hooked(sendgridSet);
      const [path, body, headers] = sendgrid([{ event: 'unsubscribe', email: ann.address, timestamp: 1 }]);
      for (const call of [
        [path, `${body} `, headers],
        [path, body, { ...headers, 'x-twilio-email-event-webhook-timestamp': '1' }],
        [path, body, { ...headers, 'x-twilio-email-event-webhook-signature': 'AAAA' }],
        [path, body, {}],
      ] as Call[])
        expect((await post(...call)).status).toBe(403);
      expect(await allows(ann)).toBe(true);
      expect((await (await hooked({})).post(path, body, headers)).status).toBe(404);
    });
  });

  const mailgunKey = 'key-of-mailgun';

  function mailgun(
    event: object,
    { token = 't'.repeat(50), key = mailgunKey, timestamp = String(at(startMs)) } = {},
  ): Call {
    const signature = createHmac('sha256', key)
      .update(timestamp + token)
      .digest('hex');
    const body = JSON.stringify({
      signature: { timestamp, token, signature },
      'event-data': { id: 'e1', timestamp: startMs / 1000 - 5.5, recipient: ann.address, ...event },
    });
    return ['/webhooks/mailgun', body, { 'content-type': 'application/json' }];
  }

  describe('Mailgun', () => {
    const set = { mailgunSigningKey: mailgunKey };

    test.each([
      [{ event: 'unsubscribed' }, false],
      [{ event: 'complained' }, false],
      [
        {
          event: 'failed',
          severity: 'permanent',
          reason: 'bounce',
          'delivery-status': { code: 550, message: '5.1.1 unknown' },
        },
        false,
      ],
      [
        { event: 'failed', severity: 'permanent', reason: 'generic', 'delivery-status': { 'enhanced-code': '5.7.1' } },
        true,
      ],
      [
        {
          event: 'failed',
          severity: 'permanent',
          reason: 'generic',
          'delivery-status': { description: '5.7.1 policy' },
        },
        true,
      ],
      [{ event: 'failed', severity: 'permanent', reason: 'old' }, true],
      [{ event: 'failed', severity: 'permanent', reason: 'espblock' }, true],
      [{ event: 'failed', severity: 'temporary', reason: 'generic' }, true],
      [{ event: 'delivered' }, true],
    ])('%j leaves marketing open: %s', async (event, isOpen) => {
      const { post, allows } = await hooked(set);
      expect((await post(...mailgun(event))).status).toBe(200);
      expect(await allows(ann)).toBe(isOpen);
    });

    test('late and again it is accepted, and adds no second suppression; a token is not believed for another event', async () => {
      const { post, service, allows } = await hooked(set);
      const late = { timestamp: String(at(startMs) - 90_000) };
      for (let times = 0; times < 2; times++)
        expect((await post(...mailgun({ event: 'unsubscribed' }, late))).status).toBe(200);
      const found = await service.guard.suppressionsOfAddress({ address: ann.address, channel: 'email' });
      expect(new Set(found.map((one) => (one as { purpose: string }).purpose)).size).toBe(found.length);
      for (const other of [{ event: 'complained' }, { recipient: bob.address }, { id: 'e2' }])
        expect((await post(...mailgun({ event: 'unsubscribed', ...other }, late))).status).toBe(403);
      expect(await allows(bob)).toBe(true);
    });

    test('a token that one process believed for an event no other believes for another one, nor after a restart', async () => {
      const { service } = await hooked(set);
      const claim = createClaim(service.store, service.hashes);
      const heardBy = async (source: Source, event: object) => {
        const [target, body, headers] = mailgun(event);
        return source({ header: (name) => headers[name], target, body: Buffer.from(body), nowMs: startMs, claim });
      };
      const [one, other] = [mailgunSource(mailgunKey), mailgunSource(mailgunKey)];
      await heardBy(one, { event: 'unsubscribed' });
      await expect(heardBy(other, { event: 'complained', recipient: bob.address })).rejects.toMatchObject({
        code: 'bad-signature',
      });
      expect(await heardBy(other, { event: 'unsubscribed' })).toMatchObject({ said: [{ kind: 'refusal' }] });
    });

    test('the token of what means nothing is not believed for a no', async () => {
      const { post, allows } = await hooked(set);
      expect((await post(...mailgun({ event: 'delivered' }))).status).toBe(200);
      expect((await post(...mailgun({ event: 'complained' }))).status).toBe(403);
      expect(await allows(ann)).toBe(true);
    });

    test('is believed while nobody can be asked whether its token was for another event', async () => {
      const { service } = await sqliteService({ policies: shippedPolicies() });
      await service.close();
      expect(await createClaim(service.store, service.hashes)('token', 'event')).toBe(true);
    });

    test('with the id of a message on another channel it is joined by address', async () => {
      const { post, world, allows } = await hooked(set);
      const contactId = await world.contact({
        customerId: 'eve',
        channel: 'sms',
        address: '+4915112345678',
        timeZone: 'UTC',
      });
      await post(...mailgun({ event: 'unsubscribed', 'user-variables': { contact_id: contactId } }));
      expect(await allows(ann)).toBe(false);
      expect(await allows({ customerId: 'eve', channel: 'sms' })).toBe(true);
    });

    test('says when it was', async () => {
      const { post, world, service } = await hooked(set);
      await world.contact(ann);
      await post(...mailgun({ event: 'unsubscribed' }));
      expect((await service.guard.refusalEvents({ customerId: 'ann', limit: 1 })).events).toMatchObject([
        { receivedAt: '2026-06-01T09:59:54.500Z' },
      ]);
    });

    test('a wrong signature is 403, what is no JSON 400, without a key it is not there', async () => {
      const { post, allows } = await hooked(set);
      expect((await post(...mailgun({ event: 'unsubscribed' }, { key: 'x' }))).status).toBe(403);
      expect((await post('/webhooks/mailgun', '{}')).status).toBe(403);
      expect((await post('/webhooks/mailgun', '{')).status).toBe(400);
      expect((await (await hooked({})).post(...mailgun({ event: 'unsubscribed' }))).status).toBe(404);
      expect(await allows(ann)).toBe(true);
    });

    test('what is larger than 8 KiB is kept cut, with its length and hash', async () => {
      const { post, world, service } = await hooked(set);
      await world.contact(ann);
      const call = mailgun({ event: 'unsubscribed', tags: ['é"\n'.repeat(5000)] });
      const payload = JSON.stringify(JSON.parse(call[1])['event-data']);
      await post(...call);
      const { events } = await service.guard.refusalEvents({ customerId: 'ann', limit: 1 });
      const { evidence } = events[0] as { evidence: Record<string, unknown> };
      expect(evidence).toMatchObject({
        cut: true,
        bytes: Buffer.byteLength(payload),
        sha256: createHash('sha256').update(payload).digest('hex'),
      });
      const size = Buffer.byteLength(JSON.stringify(evidence));
      expect(size).toBeLessThanOrEqual(8192);
      expect(size).toBeGreaterThan(6000);
    });
  });

  function postmark(event: object, login = 'pm:secret'): Call {
    const body = JSON.stringify({ MessageStream: 'broadcast', Recipient: ann.address, ...event });
    return [
      '/webhooks/postmark',
      body,
      { 'content-type': 'application/json', authorization: `Basic ${Buffer.from(login).toString('base64')}` },
    ];
  }

  const all = {
    ...sendgridSet,
    mailgunSigningKey: mailgunKey,
    postmark: { user: 'pm', password: 'secret' },
  };

  const change = (suppress: boolean, secondsOn: number, fields: object = {}): object => ({
    RecordType: 'SubscriptionChange',
    SuppressSending: suppress,
    SuppressionReason: suppress ? 'ManualSuppression' : null,
    Origin: 'Recipient',
    ChangedAt: new Date(startMs + secondsOn * 1000).toISOString(),
    ...fields,
  });

  test.each([
    ['SendGrid', sendgrid([{ event: 'dropped', reason: 'Bounced Address', email: ann.address }]), 'hard_bounce'],
    ['SendGrid', sendgrid([{ event: 'dropped', reason: 'Unsubscribed Address', email: ann.address }]), 'unsubscribe'],
    [
      'SendGrid',
      sendgrid([{ event: 'dropped', reason: 'Spam Reporting Address', asm_group_id: 7, email: ann.address }]),
      'complaint',
    ],
    ['Mailgun', mailgun({ event: 'failed', severity: 'permanent', reason: 'suppress-bounce' }), 'hard_bounce'],
    ['Mailgun', mailgun({ event: 'failed', severity: 'permanent', reason: 'suppress-unsubscribe' }), 'unsubscribe'],
    ['Mailgun', mailgun({ event: 'failed', severity: 'permanent', reason: 'suppress-complaint' }), 'complaint'],
    ['Postmark', postmark({ RecordType: 'Bounce', Type: 'BadEmailAddress', Email: ann.address }), 'hard_bounce'],
    ['Postmark', postmark({ RecordType: 'Bounce', Type: 'Unsubscribe', Email: ann.address }), 'unsubscribe'],
    [
      'Postmark',
      postmark({ RecordType: 'Bounce', Type: 'SpamComplaint', Details: '550 5.7.1 spam', Email: ann.address }),
      'complaint',
    ],
  ] as const)('a refusal that %s knows of by itself is told as it is: %#', async (provider, call, signal) => {
    const { post, service } = await hooked(all);
    expect((await post(...call)).status).toBe(200);
    const found = await service.guard.suppressionsOfAddress({ address: ann.address, channel: '*' });
    const told = found.map((one) => one as { signal: string; source: string });
    expect(new Set(told.map((one) => `${one.signal} of ${one.source}`))).toEqual(
      new Set([`${signal} of ${provider.toLowerCase()}`]),
    );
  });

  test.each([
    ['SendGrid', (id: string) => sendgrid([{ event: 'unsubscribe', email: ann.address, contact_id: id }])],
    ['Mailgun', (id: string) => mailgun({ event: 'unsubscribed', 'user-variables': { 'X-Contact-Id': ` ${id} ` } })],
    ['Postmark', (id: string) => postmark(change(true, 0, { Metadata: { ContactID: 'c-1', 'x-contact-id': id } }))],
  ])('what %s says of a contact is joined to it, and binds its customer everywhere', async (_provider, callOf) => {
    const { post, world, service, allows } = await hooked(all);
    const contactId = await world.contact(ann);
    await post(...callOf(contactId));
    expect(await allows({ ...ann, address: 'ann@new.example.com' })).toBe(false);
    const { events } = await service.guard.refusalEvents({ customerId: 'ann', limit: 1 });
    expect(events).toMatchObject([{ contactId }]);
  });

  describe('Postmark', () => {
    const set = { postmark: { user: 'pm', password: 'secret' } };

    test.each([
      [change(true, 0), false],
      [change(true, 0, { Origin: 'Customer' }), false],
      [change(true, 0, { SuppressionReason: 'SpamComplaint' }), false],
      [change(true, 0, { SuppressionReason: 'HardBounce' }), false],
      [change(true, 0, { SuppressionReason: 'constructor' }), false],
      [{ RecordType: 'Bounce', Type: 'HardBounce', Email: ann.address, Recipient: undefined }, false],
      [{ RecordType: 'Bounce', Type: 'SoftBounce', Email: ann.address }, true],
      [{ RecordType: 'Bounce', Type: 'HardBounce', Details: 'smtp;550 5.7.1 policy', Email: ann.address }, true],
      [{ RecordType: 'SpamComplaint', Email: ann.address, BouncedAt: '2026-06-01T09:00:00Z' }, false],
      [{ RecordType: 'Open' }, true],
    ])('%j leaves marketing open: %s', async (event, isOpen) => {
      const { post, allows } = await hooked(set);
      expect((await post(...postmark(event))).status).toBe(200);
      expect(await allows(ann)).toBe(isOpen);
    });

    test('a reactivation takes back what the recipient changed before, and nothing that came after it', async () => {
      const { post, allows, world } = await hooked(set);
      await post(...postmark(change(true, 0)));
      world.pass(10_000);
      await post(...postmark(change(false, 10)));
      expect(await allows(ann)).toBe(true);
      world.pass(10_000);
      await post(...postmark(change(true, 20)));
      // The earlier one again, and one that was said between.
      await post(...postmark(change(false, 10)));
      await post(...postmark(change(false, 15)));
      expect(await allows(ann)).toBe(false);
    });

    test.each([
      ['by the customer of Postmark', change(true, 0), change(false, 10, { Origin: 'Customer' })],
      [
        'by the sender who deactivated it',
        change(true, 0, { Origin: 'Customer' }),
        change(false, 10, { Origin: 'Customer' }),
      ],
      ['by an admin', change(true, 0), change(false, 10, { Origin: 'Admin' })],
      ['of another stream', change(true, 0), change(false, 10, { MessageStream: 'outbound' })],
      ['of another recipient', change(true, 0), change(false, 10, { Recipient: bob.address })],
      ['of what the sender deactivated', change(true, 0, { Origin: 'Customer' }), change(false, 10)],
      ['of a complaint', change(true, 0, { SuppressionReason: 'SpamComplaint' }), change(false, 10)],
      ['of a bounce', change(true, 0, { SuppressionReason: 'HardBounce' }), change(false, 10)],
      ['that is hours old', change(true, -20_000), change(false, -10_000)],
      ['that is hours ahead', change(true, 0), change(false, 10_000)],
    ])('a reactivation %s lifts nothing', async (_what, refused, taken) => {
      const { post, allows, world } = await hooked(set);
      await post(...postmark(refused));
      world.pass(10_000);
      expect((await post(...postmark(taken))).status).toBe(200);
      expect(await allows(ann)).toBe(false);
    });

    test('a wrong login is 401 and asks for one, and without a login it is not there', async () => {
      const { post, allows } = await hooked(set);
      const [path, body] = postmark(change(true, 0));
      for (const call of [
        postmark(change(true, 0), 'pm:wrong'),
        postmark(change(true, 0), 'x:secret'),
        [path, body, {}] as Call,
      ]) {
        const answer = await post(...call);
        expect(answer.status).toBe(401);
        expect(answer.headers.get('www-authenticate')).toBe('Basic realm="contact-guard"');
      }
      expect(await allows(ann)).toBe(true);
      expect((await (await hooked({})).post(...postmark(change(true, 0)))).status).toBe(404);
    });
  });
});
