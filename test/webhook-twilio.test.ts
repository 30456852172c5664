/** STOP, START and other words by SMS, as Twilio delivers them. */
import { describe, expect, test } from 'vitest';
import { twilioSource } from '../src/refusals/intake/twilio.ts';
import { hookedOn, stores, twilioDelivery, twilioToken } from './support/webhooks.ts';

describe.each(stores)('on %s', (store) => {
  const hooked = hookedOn(store);

  const ann = '+4915112345678';
  const toAnn = { customerId: 'ann', channel: 'sms', address: ann } as const;
  const set = { twilioAuthToken: twilioToken };

  describe('STOP by SMS', () => {
    test('is in force when Twilio has its answer: for the number, for its customer without it, for any other id', async () => {
      const { post, allows, world } = await hooked(set);
      await world.contact({ ...toAnn, timeZone: 'UTC' });
      expect(await allows(toAnn)).toBe(true);
      const answer = await post(...twilioDelivery({ From: ann, Body: ' Stop. ' }));
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toMatch(/^text\/xml/);
      expect(await answer.text()).toBe('<?xml version="1.0" encoding="UTF-8"?><Response></Response>');
      for (const to of [toAnn, { ...toAnn, customerId: 'other' }, { customerId: 'ann', channel: 'sms' }])
        expect(await allows(to)).toBe(false);
      // Another channel stays open.
      expect(await allows({ customerId: 'ann', channel: 'email' })).toBe(true);
    });

    test('is kept as a refusal with the words, and the payload as evidence', async () => {
      const { post, world, guard } = await withGuard();
      await world.contact({ ...toAnn, timeZone: 'UTC' });
      await post(...twilioDelivery({ From: ann, Body: 'STOP', MessageSid: 'SM77' }));
      const { events } = await guard.refusalEvents({ customerId: 'ann', limit: 10 });
      expect(events).toMatchObject([
        {
          event: 'refusal',
          signal: 'stop',
          source: 'twilio',
          caller: 'webhook:twilio',
          channel: 'sms',
          text: 'STOP',
          evidence: { payload: expect.stringContaining('MessageSid=SM77') },
        },
      ]);
    });

    test('longer than what is kept is read whole, and its beginning kept without half a character', async () => {
      const { post, world, guard } = await withGuard();
      await world.contact({ ...toAnn, timeZone: 'UTC' });
      const quoted = '\n\n> what was written to them';
      await post(...twilioDelivery({ From: ann, Body: `Please unsubscribe me.${quoted.repeat(200)}` }));
      await post(...twilioDelivery({ From: ann, Body: `No thanks ${'\u{1f44d}'.repeat(2043)}\u{1f44e}\u{1f44e}` }));
      const { events } = await guard.refusalEvents({ customerId: 'ann', limit: 10 });
      expect(events.map((one) => (one as { text: string }).text).toSorted()).toEqual([
        `No thanks ${'\u{1f44d}'.repeat(2042)}…`,
        expect.stringMatching(/^Please unsubscribe me\.[^…]{4073}…$/),
      ]);
    });

    test('delivered twice adds no second suppression', async () => {
      const { post, guard, world } = await withGuard();
      await world.contact({ ...toAnn, timeZone: 'UTC' });
      await post(...twilioDelivery({ From: ann, Body: 'STOP' }));
      await post(...twilioDelivery({ From: ann, Body: 'STOP' }));
      expect(await guard.suppressionsOfAddress({ address: ann, channel: 'sms' })).toHaveLength(1);
    });

    test('is believed only with the signature of the account, over this URL and every parameter', async () => {
      const { post, allows, counted } = await hooked(set);
      const [path, body, headers] = twilioDelivery({ From: ann, Body: 'STOP' });
      const forged: readonly Parameters<typeof post>[] = [
        twilioDelivery({ From: ann, Body: 'STOP' }, { token: 'another' }),
        twilioDelivery({ From: ann, Body: 'STOP' }, { url: 'https://elsewhere.example.com' }),
        [path, body.replace('STOP', 'STOP+ALL'), headers],
        [`${path}?x=1`, body, headers],
        [path, body, { 'content-type': headers['content-type'] ?? '' }],
        [path, body, { ...headers, 'x-twilio-signature': 'x' }],
      ];
      for (const one of forged) {
        const answer = await post(...one);
        expect(answer.status).toBe(403);
        expect(await answer.json()).toMatchObject({ type: 'urn:contact-guard:problem:bad-signature' });
      }
      expect(await allows(toAnn)).toBe(true);
      expect(counted).toEqual([]);
      // Empty, more than once, and in an order of its own: each is signed.
      const odd = { From: ann, Body: 'STOP', ToZip: '', MediaUrl: ['b', 'a', 'b'], 'B c&d': 'é+ü' };
      for (const target of ['/webhooks/twilio', '/webhooks/twilio?a=1&b='])
        expect((await post(...twilioDelivery(odd, { target }))).status).toBe(200);
      const signedWithQuery = twilioDelivery({ From: ann, Body: 'STOP' }, { target: '/webhooks/twilio?tenant=a%20b' });
      expect((await post(...signedWithQuery)).status).toBe(200);
    });

    test('is not there without the token, and of too much nothing is read', async () => {
      const [path, body, headers] = twilioDelivery({ From: ann, Body: 'STOP' });
      expect((await (await hooked({})).post(path, body, headers)).status).toBe(404);
      const { post } = await hooked(set);
      expect((await post(path, 'x'.repeat(65 * 1024), headers)).status).toBe(413);
    });

    test('is believed whichever way Twilio wrote the URL that it signed', async () => {
      const { post } = await hooked(set);
      const target = "/webhooks/twilio?name=it's%20a+b&x";
      for (const signed of [
        'https://guard.example.com:443/webhooks/twilio?name=it%27s%20a+b&x',
        "https://guard.example.com/webhooks/twilio?name=it's%20a%20b&x=",
      ]) {
        const [, body, headers] = twilioDelivery({ From: ann, Body: 'STOP' }, { target: signed, url: '' });
        expect((await post(target, body, headers)).status).toBe(200);
      }
    });

    test('is read whatever the charset that the type names', async () => {
      const { post, allows } = await hooked(set);
      const [path, body, headers] = twilioDelivery({ From: ann, Body: 'arrêter' });
      const type = { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' };
      expect((await post(path, body, { ...headers, ...type })).status).toBe(200);
      expect(await allows(toAnn)).toBe(false);
    });

    test.each(['+49', 'Acme', ''])('from %j, which is no number, is told in the log and answered', async (From) => {
      const { post, counted, lines } = await hooked(set);
      expect((await post(...twilioDelivery({ From, Body: 'STOP' }))).status).toBe(200);
      expect(counted).toEqual(['twilio unread']);
      expect(lines.join()).toContain('webhook.unread');
    });

    test.each<Readonly<Record<string, string>>>([
      { SmsStatus: 'receiving' },
      { From: ` ${ann} ` },
      { Body: 'Pizza, please', OptOutType: 'STOP' },
      { Body: 'OK', OptOutType: 'STOP' },
    ])('that comes with %j is in force', async (fields) => {
      const { post, service } = await hooked(set);
      await post(...twilioDelivery({ From: ann, Body: 'STOP', ...fields }));
      expect(await service.guard.suppressionsOfAddress({ address: ann, channel: 'sms' })).toMatchObject([
        { signal: 'stop' },
      ]);
    });

    test('by WhatsApp closes WhatsApp', async () => {
      const { post, allows } = await hooked(set);
      await post(...twilioDelivery({ From: `whatsapp:${ann}`, Body: 'STOP' }));
      expect(await allows({ ...toAnn, channel: 'whatsapp' })).toBe(false);
      expect(await allows(toAnn)).toBe(true);
    });
  });

  describe('START', () => {
    const start = (sid: string) => twilioDelivery({ From: ann, Body: 'start', MessageSid: sid });
    const stop = (sid: string) => twilioDelivery({ From: ann, Body: 'stop', MessageSid: sid });

    test('takes back what the same number stopped, and what STOP said again closes once more', async () => {
      const { post, allows, world } = await hooked(set);
      await world.contact({ ...toAnn, timeZone: 'UTC' });
      await post(...stop('SM1'));
      expect(await allows({ customerId: 'ann', channel: 'sms' })).toBe(false);
      expect((await post(...start('SM2'))).status).toBe(200);
      for (const to of [toAnn, { customerId: 'ann', channel: 'sms' }]) expect(await allows(to)).toBe(true);
      await post(...stop('SM3'));
      expect(await allows(toAnn)).toBe(false);
    });

    test('delivered again lifts nothing that was refused since, whether or not it lifted something at first', async () => {
      const { post, allows } = await hooked(set);
      await post(...start('SM0'));
      await post(...stop('SM1'));
      await post(...start('SM0'));
      expect(await allows(toAnn)).toBe(false);
      await post(...start('SM2'));
      expect(await allows(toAnn)).toBe(true);
      await post(...stop('SM3'));
      await post(...start('SM2'));
      expect(await allows(toAnn)).toBe(false);
    });

    test('lifts nothing that was refused elsewhere, for another number, or set by an operator', async () => {
      const { post, allows, world } = await hooked(set);
      await world.contact({ ...toAnn, timeZone: 'UTC' });
      await world.refuse({ address: ann, channel: 'sms', signal: 'stop', source: 'crm' });
      await post(...start('SM1'));
      expect(await allows(toAnn)).toBe(false);
      const bob = { customerId: 'bob', channel: 'sms', address: '+4915112345679' };
      await post(...twilioDelivery({ From: bob.address, Body: 'STOP' }));
      await post(...start('SM2'));
      expect(await allows(bob)).toBe(false);
      const eve = { customerId: 'eve', channel: 'sms', address: '+4915112345670' };
      await world.suppress({ address: eve.address, channel: 'sms' });
      await post(...twilioDelivery({ From: eve.address, Body: 'START', MessageSid: 'SM3' }));
      expect(await allows(eve)).toBe(false);
    });

    test('takes back what the same number refused in its own words, in doubt too, but no pause or complaint', async () => {
      const { post, allows, world } = await hooked(set);
      for (const Body of ['please take me off your list', 'No thanks']) {
        await post(...twilioDelivery({ From: ann, Body, MessageSid: `SM-${Body}` }));
        expect(await allows(toAnn)).toBe(false);
        await post(...start(`START after ${Body}`));
        expect(await allows(toAnn)).toBe(true);
      }
      await world.refuse({ address: ann, channel: 'sms', signal: 'complaint', source: 'twilio' });
      await post(...start('SM9'));
      expect(await allows(toAnn)).toBe(false);
    });

    test('takes back nothing that was no STOP and no words, though it came through Twilio, too', async () => {
      const { post, allows, world } = await hooked(set);
      await world.refuse({ address: ann, channel: 'sms', signal: 'unsubscribe', source: 'twilio' });
      await post(...start('SM1'));
      expect(await allows(toAnn)).toBe(false);
    });

    test('that cannot be told from its repetition takes back nothing, and is told', async () => {
      const { post, allows, counted } = await hooked(set);
      await post(...stop('SM1'));
      expect((await post(...twilioDelivery({ From: ann, Body: 'START', MessageSid: [] }))).status).toBe(200);
      expect(await allows(toAnn)).toBe(false);
      expect(counted).toEqual(['twilio refusal', 'twilio unread']);
    });

    test.each(['SmsMessageSid', 'SmsSid'])('is told from its repetition by the %s, too', async (name) => {
      const { post, allows } = await hooked(set);
      const again = () => post(...twilioDelivery({ From: ann, Body: 'START', MessageSid: [], [name]: 'SM2' }));
      await post(...stop('SM1'));
      await again();
      expect(await allows(toAnn)).toBe(true);
      await post(...stop('SM3'));
      await again();
      expect(await allows(toAnn)).toBe(false);
    });

    test.each(['YES', 'start sending me less', 'HELP'])('is not %j', async (Body) => {
      const { post, allows } = await hooked(set);
      await post(...stop('SM1'));
      await post(...twilioDelivery({ From: ann, Body, MessageSid: 'SM2' }));
      expect(await allows(toAnn)).toBe(false);
    });
  });

  test('what Twilio took a message for goes before its words', async () => {
    const { post, allows } = await hooked(set);
    await post(...twilioDelivery({ From: ann, Body: 'aufhören', OptOutType: 'STOP' }));
    expect(await allows(toAnn)).toBe(false);
    await post(...twilioDelivery({ From: ann, Body: 'weiter', OptOutType: 'START', MessageSid: 'SM2' }));
    expect(await allows(toAnn)).toBe(true);
  });

  test.each([
    ['asks for help, by what Twilio says', { From: ann, Body: 'rettet mich', OptOutType: 'HELP' }],
    ['is a picture', { From: ann, NumMedia: '1', MediaUrl0: 'https://api.twilio.com/m' }],
    ['has blank words', { From: ann, Body: '  ' }],
    ['is a report of a delivery', { From: '+14155550100', To: ann, MessageStatus: 'delivered' }],
    ['is a report of a failure', { From: '+14155550100', To: ann, MessageStatus: 'failed', ErrorCode: '30006' }],
  ])('what %s means nothing', async (_what, fields) => {
    const { post, allows, counted } = await hooked(set);
    expect((await post(...twilioDelivery(fields))).status).toBe(200);
    expect(counted).toEqual(['twilio nothing']);
    expect(await allows(toAnn)).toBe(true);
  });

  test.each(['MessageStatus', 'SmsStatus'])(
    'a message that Twilio did not send, since its recipient had said STOP, tells of that STOP by its %s',
    async (name) => {
      const { post, allows, world, service } = await hooked(set);
      await world.contact({ ...toAnn, timeZone: 'UTC' });
      const report = { From: '+14155550100', To: ann, [name]: 'undelivered', ErrorCode: '21610' };
      await post(...twilioDelivery(report));
      expect(await allows(toAnn)).toBe(false);
      expect((await service.guard.refusalEvents({ customerId: 'ann', limit: 1 })).events).toEqual([
        expect.not.objectContaining({ text: expect.anything() }),
      ]);
      await post(...twilioDelivery({ From: ann, Body: 'START', MessageSid: 'SM2' }));
      expect(await allows(toAnn)).toBe(true);
    },
  );

  test('the signature is the one of the example in the documentation of Twilio', async () => {
    const source = twilioSource('12345', 'https://mycompany.com');
    const body = new URLSearchParams({
      CallSid: 'CA1234567890ABCDE',
      Caller: '+14158675309',
      Digits: '1234',
      From: '+14158675309',
      To: '+18005551212',
    }).toString();
    const delivery = (signature: string) => ({
      header: (name: string) => (name === 'x-twilio-signature' ? signature : undefined),
      target: '/myapp.php?foo=1&bar=2',
      body: Buffer.from(body),
      nowMs: 0,
    });
    expect(await source(delivery('RSOYDt4T1cUTdK1PDd93/VVr8B8='))).toHaveProperty('said');
    expect(() => source(delivery('RSOYDt4T1cUTdK1PDd93/VVr8B9='))).toThrow(/X-Twilio-Signature/);
  });

  async function withGuard() {
    const made = await hooked(set);
    return { ...made, guard: made.service.guard };
  }
});
