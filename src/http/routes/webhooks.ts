/** Where providers say that somebody said no (contract 3). Each proves itself; one that is not set up is not there. */
import { z } from 'zod';
import { Problem } from '../../errors.ts';
import { type IntakeResult, takeIn } from '../../refusals/intake/intake.ts';
import { openedBy, type SourceName } from '../../refusals/intake/sources.ts';
import { type HttpContext, header, maxBatchBytes, maxRequestBytes, readBody } from '../body.ts';
import type { AppDeps, Endpoint } from '../endpoint.ts';
import { json } from '../endpoint.ts';
import { underLoad } from '../request.ts';

interface Described {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  /** Of the body. */
  readonly type: string;
  readonly maxBytes: number;
}

const described: Readonly<Record<SourceName, Described>> = {
  twilio: {
    operationId: 'receiveTwilio',
    summary: 'An inbound message of Twilio',
    description:
      'Proved by `X-Twilio-Signature` over the URL at `PUBLIC_URL`. STOP and free text refuse, START takes back what the same number refused so.',
    type: 'application/x-www-form-urlencoded',
    maxBytes: maxRequestBytes,
  },
  ses: {
    operationId: 'receiveSes',
    summary: 'Bounces and complaints of Amazon SES, through SNS',
    description:
      'Proved by the signature of SNS, versions 1 and 2; a topic that is not in `SNS_TOPIC_ARNS` is 403. How to confirm a subscription is said in the log.',
    type: 'text/plain',
    maxBytes: maxBatchBytes,
  },
  sendgrid: {
    operationId: 'receiveSendgrid',
    summary: 'Events of SendGrid',
    description: 'Proved by the ECDSA signature of the signed event webhook.',
    type: 'application/json',
    maxBytes: maxBatchBytes,
  },
  mailgun: {
    operationId: 'receiveMailgun',
    summary: 'An event of Mailgun',
    description: 'Proved by the signature in the body.',
    type: 'application/json',
    maxBytes: maxBatchBytes,
  },
  postmark: {
    operationId: 'receivePostmark',
    summary: 'A bounce, complaint or change of a subscription of Postmark',
    description: 'Proved by HTTP Basic; a wrong login is 401.',
    type: 'application/json',
    maxBytes: maxBatchBytes,
  },
  'email-report': {
    operationId: 'receiveEmailReport',
    summary: 'A complaint report (RFC 5965) or a bounce (RFC 3464) as a raw message',
    description:
      'Proved by `Authorization: Bearer` with `EMAIL_REPORT_TOKEN`; a wrong one is 401. At most 1 MiB. With an `Idempotency-Key` the same mail is said once, however often it is read.',
    type: 'message/rfc822',
    maxBytes: maxBatchBytes,
  },
};

const sourceNames = Object.keys(openedBy) as SourceName[];
const withLogin: ReadonlySet<SourceName> = new Set(['postmark', 'email-report']);

const count = z.number().int();
const counted = z
  .object({
    refusals: count.describe('In force'),
    optIns: count,
    nothing: count.describe('Means nothing here'),
    unread: count.describe('Could not be read: the log says why'),
  })
  .meta({ id: 'WebhookAnswer' });

export function webhookEndpoints(deps: AppDeps): readonly Endpoint[] {
  return sourceNames.map((name): Endpoint => {
    const { operationId, summary, description, type, maxBytes } = described[name];
    const isXml = name === 'twilio';
    const isMail = name === 'email-report';
    return {
      method: 'POST',
      path: `/webhooks/${name}`,
      scopes: 'open',
      doc: {
        operationId,
        summary,
        description: `${description} Not there (404) without ${openedBy[name]}.`,
        body: type,
        ...(isMail && { headers: ['Idempotency-Key' as const] }),
        answers: {
          200: {
            description: 'All that could be read is stored and in force',
            ...(isXml ? { texts: ['text/xml'] } : { schema: counted }),
          },
        },
        problems: [
          ...(isXml ? [] : [400]),
          withLogin.has(name) ? 401 : 403,
          404,
          408,
          413,
          ...(isMail ? [415] : []),
          503,
        ],
      },
      handle: (c) => underLoad(deps.load, () => receive(c, deps, name, maxBytes)),
    };
  });
}

async function receive(c: HttpContext, deps: AppDeps, name: SourceName, maxBytes: number): Promise<Response> {
  const source = deps.webhooks.sources.get(name);
  if (!source) throw new Problem('not-found', `This webhook is not set up: it needs ${openedBy[name]}.`);
  const { guard, log, load } = deps;
  const heard = await source({
    header: (field) => header(c, field),
    target: c.env?.incoming?.url ?? pathOf(c.req.url),
    body: await readBody(c, maxBytes),
    nowMs: deps.webhooks.nowMs(),
    claim: deps.webhooks.claim,
    openLink: (token) => deps.pages.tokens.open('unsubscribe', token, deps.pages.nowMs()),
  });
  const done = await takeIn({ guard, log, count: deps.webhooks.count, line: load.line }, name, heard);
  if (heard.answer)
    return new Response(heard.answer.text, { status: 200, headers: { 'content-type': heard.answer.type } });
  return json(answerOf(done));
}

function answerOf(done: Readonly<Record<IntakeResult, number>>): z.output<typeof counted> {
  return { refusals: done.refusal, optIns: done['opt-in'], nothing: done.nothing, unread: done.unread };
}

/** Path and query of a whole URL. */
function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
