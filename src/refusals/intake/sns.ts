/**
 * Messages of Amazon SNS: of the topics that are allowed, signed (version 1 with SHA-1, 2 with SHA-256) by the certificate of a pinned host and
 * path. Nothing that a message names is ever fetched but that certificate.
 */
import { createVerify, X509Certificate } from 'node:crypto';
import { badSignature, fieldOf, jsonOf, textOf } from './proof.ts';

export interface SnsMessage {
  readonly type: 'Notification' | 'SubscriptionConfirmation' | 'UnsubscribeConfirmation';
  readonly topicArn: string;
  readonly message: string;
  readonly subscribeUrl: string | undefined;
}

/** The certificate at a URL, as PEM. @throws where it cannot be had */
export type CertificateAt = (url: string) => Promise<string>;

const certificateForm =
  /^https:\/\/sns\.([a-z0-9-]{3,})\.amazonaws\.com(\.cn)?\/SimpleNotificationService-[A-Za-z0-9]+\.pem$/;
const signed = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
} as const;
const algorithms: ReadonlyMap<unknown, string> = new Map([
  ['1', 'RSA-SHA1'],
  ['2', 'RSA-SHA256'],
]);

/** @throws Problem `bad-signature` or `not-json` */
export async function verifiedSns(
  body: Buffer,
  topicArns: ReadonlySet<string>,
  certificateAt: CertificateAt,
): Promise<SnsMessage> {
  const sent = jsonOf(body);
  const topicArn = textOf(sent, 'TopicArn');
  if (topicArn === undefined || !topicArns.has(topicArn)) throw badSignature('The topic is not one of SNS_TOPIC_ARNS.');
  const type = textOf(sent, 'Type') as SnsMessage['type'] | undefined;
  const algorithm = algorithms.get(fieldOf(sent, 'SignatureVersion'));
  const url = textOf(sent, 'SigningCertURL') ?? textOf(sent, 'SigningCertUrl');
  const signature = textOf(sent, 'Signature');
  if (type === undefined || !Object.hasOwn(signed, type) || !algorithm || !url || !signature)
    throw badSignature('This is no signed message of SNS.');
  if (!certificateForm.test(url) || regionOf(url) !== topicArn.split(':')[3])
    throw badSignature('The certificate of SNS is not where SNS keeps it.');
  const text = signed[type]
    .flatMap((name) => {
      const value = fieldOf(sent, name);
      return typeof value === 'string' ? [`${name}\n${value}\n`] : [];
    })
    .join('');
  const key = new X509Certificate(await certificateAt(url)).publicKey;
  if (!createVerify(algorithm).update(text).verify(key, signature, 'base64'))
    throw badSignature('The signature of SNS does not hold.');
  return {
    type,
    topicArn,
    message: textOf(sent, 'Message') ?? '',
    subscribeUrl: textOf(sent, 'SubscribeURL'),
  };
}

function regionOf(url: string): string | undefined {
  return certificateForm.exec(url)?.[1];
}
