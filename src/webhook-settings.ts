/** The settings of webhooks and mail reports: each opens its endpoint. Read by config.ts with all the others. */
import { createPublicKey } from 'node:crypto';
import { z } from 'zod';

export interface WebhookSettings {
  readonly twilioAuthToken: string | undefined;
  readonly snsTopicArns: readonly string[];
  /** PEM, or two one after another. */
  readonly sendgridPublicKey: string | undefined;
  readonly mailgunSigningKey: string | undefined;
  readonly postmark: { readonly user: string; readonly password: string } | undefined;
  readonly emailReportToken: string | undefined;
}

const text = z.string();
/** Of what is typed or read from a file, a line too many or another encoding would fail every delivery. */
const ascii = (name: string, where: string, form: RegExp) =>
  text.regex(form, { error: `${name} must be ASCII without spaces: ${where}` }).optional();
const asciiWord = /^[\x21-\x7e]+$/;
/** Two where one takes the place of the other, as `secretsIn` reads them. */
const asciiWords = /^[\x21-\x7e]+(?:, +[\x21-\x7e]+)*$/;
const oneLine = /^\P{Cc}*$/u;
const arn = /^arn:aws[\w-]*:sns:[a-z0-9-]+:\d{12}:[\w.-]{1,260}$/;

export const webhookShape = {
  TWILIO_AUTH_TOKEN: ascii('TWILIO_AUTH_TOKEN', "the auth token as Twilio's console shows it", asciiWords),
  SNS_TOPIC_ARNS: text
    .transform((list) => list.split(/[\s,]+/).filter((one) => one !== ''))
    .refine((list) => list.length > 0 && list.every((one) => arn.test(one)), {
      error:
        'SNS_TOPIC_ARNS must be topics such as arn:aws:sns:eu-west-1:123456789012:bounces, with commas between them',
    })
    .default([]),
  SENDGRID_WEBHOOK_PUBLIC_KEY: text
    .transform((keys) => keys.split(',').map(asPem))
    .refine((keys) => keys.every(isEllipticKey), {
      error: "SENDGRID_WEBHOOK_PUBLIC_KEY must be the verification key as SendGrid's page shows it, or the same as PEM",
    })
    .transform((keys) => keys.join('\n'))
    .optional(),
  MAILGUN_SIGNING_KEY: ascii(
    'MAILGUN_SIGNING_KEY',
    "the HTTP webhook signing key as Mailgun's page shows it",
    asciiWords,
  ),
  POSTMARK_WEBHOOK_USER: text
    .regex(/^[^:]+$/, { error: 'POSTMARK_WEBHOOK_USER must have no : in it, which ends the user of a login' })
    .regex(oneLine, { error: 'POSTMARK_WEBHOOK_USER must be one line without control characters' })
    .optional(),
  POSTMARK_WEBHOOK_PASSWORD: text
    .regex(oneLine, { error: 'POSTMARK_WEBHOOK_PASSWORD must be one line without control characters' })
    .optional(),
  EMAIL_REPORT_TOKEN: ascii('EMAIL_REPORT_TOKEN', 'make one with openssl rand -hex 32', asciiWord),
};

const shape = z.object(webhookShape);

export function webhookSettings(read: z.output<typeof shape>): WebhookSettings {
  const { POSTMARK_WEBHOOK_USER: user, POSTMARK_WEBHOOK_PASSWORD: password } = read;
  return {
    twilioAuthToken: read.TWILIO_AUTH_TOKEN,
    snsTopicArns: read.SNS_TOPIC_ARNS,
    sendgridPublicKey: read.SENDGRID_WEBHOOK_PUBLIC_KEY,
    mailgunSigningKey: read.MAILGUN_SIGNING_KEY,
    postmark: user === undefined || password === undefined ? undefined : { user, password },
    emailReportToken: read.EMAIL_REPORT_TOKEN,
  };
}

/** What one of these asks of another setting. */
export function webhookProblems(given: Readonly<Record<string, string | undefined>>): string[] {
  const problems: string[] = [];
  if (given['TWILIO_AUTH_TOKEN'] !== undefined && given['PUBLIC_URL'] === undefined)
    problems.push('PUBLIC_URL must be set with TWILIO_AUTH_TOKEN: Twilio signs the URL that it calls');
  if ((given['POSTMARK_WEBHOOK_USER'] === undefined) !== (given['POSTMARK_WEBHOOK_PASSWORD'] === undefined))
    problems.push('POSTMARK_WEBHOOK_USER and POSTMARK_WEBHOOK_PASSWORD must be set together');
  return problems;
}

function asPem(key: string): string {
  return key.includes('-----') ? key.trim() : `-----BEGIN PUBLIC KEY-----\n${key.trim()}\n-----END PUBLIC KEY-----`;
}

function isEllipticKey(pem: string): boolean {
  try {
    return createPublicKey(pem).asymmetricKeyType === 'ec';
  } catch {
    return false;
  }
}

/** As docs/settings.md says them. */
export const webhookTable = [
  {
    name: 'TWILIO_AUTH_TOKEN',
    default: '',
    meaning: 'opens /webhooks/twilio: the auth token of the account; needs PUBLIC_URL',
    fromFile: true,
  },
  {
    name: 'SNS_TOPIC_ARNS',
    default: '',
    meaning: 'opens /webhooks/ses: the topics of Amazon SES, with commas between them',
  },
  {
    name: 'SENDGRID_WEBHOOK_PUBLIC_KEY',
    default: '',
    meaning: 'opens /webhooks/sendgrid: the verification key of the signed event webhook',
    fromFile: true,
  },
  {
    name: 'MAILGUN_SIGNING_KEY',
    default: '',
    meaning: 'opens /webhooks/mailgun: the HTTP webhook signing key',
    fromFile: true,
  },
  {
    name: 'POSTMARK_WEBHOOK_USER',
    default: '',
    meaning: 'opens /webhooks/postmark, with its password: the login in the URL that Postmark calls',
    fromFile: true,
  },
  {
    name: 'POSTMARK_WEBHOOK_PASSWORD',
    default: '',
    meaning: 'the password of that login',
    fromFile: true,
  },
  {
    name: 'EMAIL_REPORT_TOKEN',
    default: '',
    meaning: 'opens /webhooks/email-report: the bearer token of whoever hands complaint reports and bounces in',
    fromFile: true,
  },
] as const;
