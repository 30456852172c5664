/** Which sources are set up: each by its secret. */
import type { WebhookSettings } from '../../webhook-settings.ts';
import { emailReportSource } from './email-report.ts';
import { mailgunSource } from './mailgun.ts';
import { postmarkSource } from './postmark.ts';
import { sendgridSource } from './sendgrid.ts';
import { sesSource } from './ses.ts';
import type { CertificateAt } from './sns.ts';
import { certificates } from './sns-certificate.ts';
import type { Source } from './source.ts';
import { twilioSource } from './twilio.ts';

/** The settings that open each. */
export const openedBy = {
  twilio: 'TWILIO_AUTH_TOKEN and PUBLIC_URL',
  ses: 'SNS_TOPIC_ARNS',
  sendgrid: 'SENDGRID_WEBHOOK_PUBLIC_KEY',
  mailgun: 'MAILGUN_SIGNING_KEY',
  postmark: 'POSTMARK_WEBHOOK_USER and POSTMARK_WEBHOOK_PASSWORD',
  'email-report': 'EMAIL_REPORT_TOKEN',
} as const;

export type SourceName = keyof typeof openedBy;

/** @param certificateAt fetches what SNS signs with */
export function createSources(
  settings: WebhookSettings,
  publicUrl: string | undefined,
  certificateAt: CertificateAt = certificates(fetch),
): ReadonlyMap<SourceName, Source> {
  const { twilioAuthToken, snsTopicArns, sendgridPublicKey, mailgunSigningKey, postmark, emailReportToken } = settings;
  const sources: [SourceName, Source | undefined][] = [
    ['twilio', twilioAuthToken && publicUrl ? twilioSource(twilioAuthToken, publicUrl) : undefined],
    ['ses', snsTopicArns.length > 0 ? sesSource(snsTopicArns, certificateAt) : undefined],
    ['sendgrid', sendgridPublicKey ? sendgridSource(sendgridPublicKey) : undefined],
    ['mailgun', mailgunSigningKey ? mailgunSource(mailgunSigningKey) : undefined],
    ['postmark', postmark && postmarkSource(postmark.user, postmark.password)],
    ['email-report', emailReportToken ? emailReportSource(emailReportToken) : undefined],
  ];
  return new Map(sources.flatMap(([name, source]) => (source ? [[name, source]] : [])));
}
