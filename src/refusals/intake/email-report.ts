/** Complaint reports and bounces as they lie in a mailbox, handed in by whoever reads it: a raw message and a token. */
import { Problem } from '../../errors.ts';
import { mailName, mailReport, saidOnce } from './mail-report.ts';
import { isOneOf, secretsIn, wrongLogin } from './proof.ts';
import type { Heard, Source } from './source.ts';

export function emailReportSource(token: string): Source {
  const tokens = secretsIn(token);
  return async ({ header, body, nowMs, openLink }): Promise<Heard> => {
    const given = /^bearer\s+(\S+)\s*$/i.exec(header('authorization') ?? '')?.[1];
    if (!isOneOf(given, tokens)) throw wrongLogin('Bearer', 'Send Authorization: Bearer with EMAIL_REPORT_TOKEN.');
    // Only this type says that the message is raw.
    if (!/^message\/(rfc822|global)\s*(;|$)/i.test(header('content-type') ?? ''))
      throw new Problem('unsupported-media-type', 'Send the raw message as message/rfc822.');
    const said = await mailReport(body, nowMs, openLink);
    // Whoever reads a mailbox again and again says so.
    const named = header('idempotency-key');
    return { said: named === undefined ? said : saidOnce(said, mailName(named)) };
  };
}
