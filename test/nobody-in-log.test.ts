/** The log at its most talkative, whatever is sent and whatever goes wrong: no customer, address, key, text or token stands in it (I10). */
import { renameSync } from 'node:fs';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Cli, createCli } from './support/cli.ts';

const planted = {
  customerId: 'planted-customer-4711',
  address: 'planted.mailbox@planted-host.example',
  phone: '+14155550142',
  key: 'planted-key-value',
  text: 'planted words',
  evidence: 'planted-evidence',
  operation: 'planted-operation',
};

let cli: Cli;
beforeEach(() => {
  cli = createCli();
  cli.set({
    PORT: '0',
    LOG_LEVEL: 'trace',
    PUBLIC_URL: 'https://guard.example',
    EMAIL_REPORT_TOKEN: 'planted-report-token-0123456789',
    TWILIO_AUTH_TOKEN: 'planted-twilio-token-0123456789',
    MAILGUN_SIGNING_KEY: 'planted-mailgun-key-0123456789',
    SNS_TOPIC_ARNS: 'arn:aws:sns:eu-west-1:123456789012:topic',
  });
});
afterEach(() => cli.remove());

/** So many bytes as they are, and then the connection is cut. */
function raw(url: string, bytes: string): Promise<void> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    setTimeout(() => socket.destroy(), 20);
    socket.on('error', () => {}).on('close', () => resolve());
    socket.resume();
  });
}

/** @param isWhole what is malformed, too */
async function sendAll(url: string, isWhole: boolean): Promise<Set<number>> {
  const { customerId, address, phone, key, text, evidence, operation } = planted;
  const at = encodeURIComponent(address);
  const whole = {
    customerId,
    address,
    channel: 'email',
    keys: { [key]: key },
    source: `reply of ${planted.address} (${planted.phone})`,
    evidence: { said: evidence },
  };
  const bodies: [path: string, body: object][] = [
    ['/can-contact', { customerId, address, channel: 'email', purpose: 'marketing.promotions', keys: { brand: key } }],
    ['/can-contact/batch', { requests: [{ customerId, address, channel: 'email', purpose: 'marketing.promotions' }] }],
    [
      '/contacts',
      {
        customerId,
        address,
        channel: 'email',
        purpose: 'marketing.promotions',
        at: new Date().toISOString(),
        operationId: operation,
      },
    ],
    ['/refusals', { ...whole, signal: 'text', text: `STOP ${text}` }],
    ['/refusals', { ...whole, address: phone, channel: 'sms', signal: 'stop' }],
    ['/suppressions', { ...whole, purpose: 'marketing', reason: `asked by ${address}` }],
    ['/suppressions/lookup', { address, channel: 'email' }],
    [
      '/consents',
      {
        customerId,
        channel: 'email',
        purpose: 'marketing',
        level: 'express',
        source: 'test',
        evidence: { said: evidence },
      },
    ],
    ['/outcomes', { contactId: customerId, outcome: address }],
    [`/refusals/review/${customerId}`, { decision: 'refusal', by: 'ana', note: text }],
    [`/contacts/${customerId}/outcome`, { outcome: 'sent' }],
    [`/contacts/${customerId}/confirm`, {}],
  ];
  const seen = new Set<number>();
  const all: Promise<unknown>[] = [];
  const ask = async (path: string, method: string, body: string | null, type: string): Promise<void> => {
    const headers = { 'content-type': type, 'idempotency-key': `${operation}-${seen.size}-${Math.random()}` };
    const response = await fetch(url + path, { method, body, headers });
    seen.add(response.status);
    await response.text();
  };
  const cut = (bytes: string) => void all.push(raw(url, bytes));
  const send = (path: string, method: string, body: string | null, type = 'application/json') =>
    void all.push(ask(path, method, body, type));
  for (const [path, body] of bodies) {
    const json = JSON.stringify(body);
    send(path, 'POST', json);
    if (!isWhole) continue;
    send(path, 'POST', json.slice(0, -20));
    send(
      path,
      'POST',
      JSON.stringify({ ...body, [address]: customerId, channel: address, purpose: customerId, at: phone }),
    );
    send(
      path,
      'POST',
      JSON.stringify({
        ...body,
        keys: address,
        customerId: ` ${customerId}`,
        address: `${phone} ${address}`,
        region: phone,
      }),
    );
    send(path, 'POST', JSON.stringify([body, address]));
    send(path, 'POST', `${json}\n{"customerId":"${customerId}\n"${address}"\n`, 'application/x-ndjson');
    send(path, 'POST', json, `text/${address}`);
    send(path, 'PUT', json);
    cut(
      `POST ${path} HTTP/1.1\r\nhost: ${new URL(url).host}\r\ncontent-type: application/x-ndjson\r\ncontent-length: 9000\r\n\r\n${json}\n{"customerId":"${customerId}","address":"${address}`,
    );
  }
  for (const path of [
    `/customers/${at}`,
    `/customers/${customerId}/export`,
    `/${at}`,
    `/suppressions/${at}`,
    `/refusals/${customerId}`,
    `/contacts/${at}`,
    `/decisions/${at}`,
    `/decisions?customerId=${at}&${at}=1&from=${at}&limit=${at}&cursor=${at}`,
    `/decisions?customerId=${customerId}`,
    `/refusals?customerId=${customerId}&cursor=${at}`,
    `/suppressions?customerId=${customerId}`,
    `/consents?customerId=${customerId}`,
    `/policies/${at}`,
    `/unsubscribe/${at}`,
    `/preferences/${at}`,
    `/customers/%E0%A4%A${customerId}`,
  ]) {
    send(path, 'GET', null);
    if (!isWhole) continue;
    send(path, 'DELETE', JSON.stringify({ reason: 'over', source: 'test', [address]: customerId }));
    send(path, 'POST', `List-Unsubscribe=One-Click&${at}=${customerId}`, 'application/x-www-form-urlencoded');
  }
  for (const source of ['twilio', 'ses', 'sendgrid', 'mailgun', 'postmark', 'email-report']) {
    send(
      `/webhooks/${source}?${at}=${customerId}`,
      'POST',
      `From=${encodeURIComponent(phone)}&Body=${text}`,
      'application/x-www-form-urlencoded',
    );
    send(
      `/webhooks/${source}`,
      'POST',
      JSON.stringify({ Message: address, 'event-data': { recipient: address }, signature: {} }),
    );
  }
  const report = (content: string) =>
    void all.push(
      fetch(`${url}/webhooks/email-report`, {
        method: 'POST',
        body: `From: <${address}>\r\nTo: <${address}>\r\nSubject: ${text}\r\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n${content}`,
        headers: { 'content-type': 'message/rfc822', authorization: 'Bearer planted-report-token-0123456789' },
      }).then((response) => response.text()),
    );
  report('');
  report(
    `--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nOriginal-Rcpt-To: <${address}>\r\n\r\n--b--\r\n`,
  );
  cut(`GET /customers/${address} HTTP/1.1\r\n\r\n`);
  cut(`GET http://${address}:x/ HTTP/1.1\r\nhost: ${address} ${phone}\r\n\r\n`);
  cut(`GET //${address}:99999/ HTTP/1.1\r\nhost: [${address}\r\n\r\n`);
  cut(`${address} ${customerId}\r\n${phone}\r\n\r\n`);
  await Promise.all(all);
  return seen;
}

test('at level trace, with everything malformed and the store away, the log names nobody', async () => {
  const running = cli.start('serve');
  const { url } = JSON.parse(await running.line((line) => line.includes('"service.started"'))) as { url: string };
  const statuses = await sendAll(url, true);
  for (const status of [200, 201, 400, 403, 404, 405, 415, 422]) expect(statuses).toContain(status);
  const metrics = await (await fetch(`${url}/metrics`)).text();
  expect(metrics).toMatch(/^contact_guard_refusal_effect_seconds_count\{source="other"\} \d+$/m);
  expect(metrics).not.toMatch(/planted|4155550142/i);
  renameSync(cli.path('guard.db'), cli.path('away.db'));
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(503);
  expect(await sendAll(url, false)).toContain(503);
  await running.line((line) => line.includes('"store.unavailable"'));
  running.kill('SIGTERM');
  const { out, err, code } = await running.ended;
  expect(code).toBe(0);
  for (const event of ['request.refused', 'contact.blocked', 'refusal.received', 'webhook.unread', 'store.unavailable'])
    expect(out).toContain(`"${event}"`);
  expect(out.split('\n').length).toBeGreaterThan(50);
  const said = (out + err).toLowerCase();
  const lines = said.split('\n').filter((line) => /planted|4155550142/.test(line));
  expect(lines).toEqual([]);
});
