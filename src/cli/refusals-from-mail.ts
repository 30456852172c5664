/** `refusals from-mail PATH`: complaint reports and bounces that lie as raw messages, through the running service or into a store of our own. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { invalid } from '../errors.ts';
import type { RefusalInput } from '../guard-contract.ts';
import { isoTime } from '../iso-time.ts';
import { type Counted, type IntakeDeps, takeIn } from '../refusals/intake/intake.ts';
import { mailName, mailReport, saidOnce } from '../refusals/intake/mail-report.ts';
import type { OpenLink } from '../refusals/intake/source.ts';
import { withOwnService } from './own-service.ts';
import { type ServiceClient, ServiceGone } from './service-client.ts';
import { findService } from './target.ts';
import { CommandError, cannot, fileFault, print, remark } from './terminal.ts';

type WebhookAnswer = Readonly<Record<'refusals' | 'optIns' | 'nothing' | 'unread', number>>;
type Answer = Awaited<ReturnType<IntakeDeps['guard']['refuse']>>;

/** As the endpoint takes it. */
const mostBytes = 1024 * 1024;

export async function refusalsFromMail(path: string, config: Config): Promise<void> {
  const files = messagesAt(path);
  const client = await findService(config);
  if (!client) {
    const counted = await withOwnService(config, 'policies', ({ guard, tokens }) =>
      takeAll(
        files,
        readHere(guard, (token) => tokens.open('unsubscribe', token, systemClock.nowMs())),
      ),
    );
    return report(counted);
  }
  const token = config.webhooks.emailReportToken;
  // The links in messages are the service's to open: with the token it reads the whole message itself.
  const counted = await takeAll(files, token ? readThere(client, token) : readHere(throughService(client), undefined));
  if (counted.unread > 0 && !token)
    remark('With EMAIL_REPORT_TOKEN as the service has it, List-Unsubscribe also says whom a message was for.');
  report(counted);
}

/** @throws CommandError where there is nothing to read */
function messagesAt(path: string): string[] {
  if (path === '-') return [path];
  try {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path);
    const folders = names.includes('cur') && names.includes('new') ? [join(path, 'new'), join(path, 'cur')] : [path];
    return folders.flatMap((folder) =>
      readdirSync(folder, { withFileTypes: true })
        .filter((one) => one.isFile() && !one.name.startsWith('.'))
        .map(({ name }) => join(folder, name))
        .sort(),
    );
  } catch (error) {
    throw cannot(path, 'read', error);
  }
}

/** @throws CommandError where no message will do better than this one */
type Take = (raw: Buffer<ArrayBuffer>, unread: (why: string) => void) => Promise<Counted>;

async function takeAll(files: readonly string[], take: Take): Promise<Counted & { messages: number }> {
  const all = { messages: 0, refusal: 0, 'opt-in': 0, nothing: 0, unread: 0 };
  for (const file of files) {
    const unread = (why: string): void => remark(`${file}: ${why}`);
    const raw = rawOf(file);
    if (typeof raw === 'string') unread(raw);
    const counted = typeof raw === 'string' ? notRead : await take(raw, unread);
    all.messages++;
    for (const kind of ['refusal', 'opt-in', 'nothing', 'unread'] as const) all[kind] += counted[kind];
  }
  return all;
}

const notRead: Counted = { refusal: 0, 'opt-in': 0, nothing: 0, unread: 1 };

/** @returns the message, or why there is none */
function rawOf(file: string): Buffer<ArrayBuffer> | string {
  let raw: Buffer<ArrayBuffer>;
  try {
    raw = readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    return `cannot be read: ${fileFault(error)}`;
  }
  return raw.length > mostBytes ? `has more than ${mostBytes / 1024} KiB` : raw;
}

function readHere(guard: IntakeDeps['guard'], openLink: OpenLink | undefined): Take {
  return async (raw, unread) => {
    const log = { warn: (fields: unknown) => unread((fields as { why?: string }).why ?? '') };
    const said = await mailReport(raw, systemClock.nowMs(), openLink);
    const once = saidOnce(said, mailName(raw));
    return takeIn({ guard, log, count: () => {}, line: (run) => run() }, 'email-report', { said: once });
  };
}

function readThere(client: ServiceClient, token: string): Take {
  return async (raw, unread) => {
    const done = await client.postMail<WebhookAnswer>('/webhooks/email-report', raw, token, mailName(raw));
    if (done.unread > 0) unread("cannot be read: the service's log says why (webhook.unread)");
    return { refusal: done.refusals, 'opt-in': done.optIns, nothing: done.nothing, unread: done.unread };
  };
}

/** Over HTTP, with the key of the command line: it needs the scope `refuse`. */
function throughService(client: ServiceClient): IntakeDeps['guard'] {
  return {
    async refuse({ receivedAtMs, untilMs: _until, answers: _answers, operationId, ...input }: RefusalInput) {
      const receivedAt = receivedAtMs === undefined ? undefined : isoTime(receivedAtMs);
      try {
        return await client.post<Answer>('/refusals', { ...input, receivedAt }, operationId);
      } catch (error) {
        // A key that is wrong, or a service that is away, is so for every message.
        if (error instanceof CommandError && !(error instanceof ServiceGone) && error.exitCode === 2)
          throw invalid('', error.message);
        throw error;
      }
    },
    optIn: () => Promise.reject(new Error('no mail opts in')),
  };
}

function report({ messages, refusal, nothing, unread }: Counted & { messages: number }): void {
  print(`${messages} messages: ${refusal} refusals, ${nothing} that mean nothing, ${unread} that could not be read`);
  if (unread > 0) throw new CommandError(`${unread} could not be read: see above`);
}
