/**
 * The sender by itself: `send.ts CAMPAIGN FILE.csv`, with GUARD_URL, GUARD_KEY (if the guard wants one), SMTP_URL and SENT_LOG.
 * Whatever ended it, the same command goes on where it was.
 */
import { runCampaign } from './campaign.ts';
import { readCustomers } from './customers.ts';
import { createGuardClient } from './guard-client.ts';
import { createMailer } from './mail.ts';
import { openSentLog } from './sent-log.ts';
import { table } from './table.ts';

const [campaign, file] = process.argv.slice(2);
const { GUARD_URL, GUARD_KEY, SMTP_URL, SENT_LOG = 'sent-log.db' } = process.env;
if (!campaign || !file || !GUARD_URL || !SMTP_URL) {
  process.stderr.write('usage: GUARD_URL=… [GUARD_KEY=…] SMTP_URL=… [SENT_LOG=…] send.ts CAMPAIGN FILE.csv\n');
  process.exit(2);
}

const concurrency = 20;
const log = openSentLog(SENT_LOG, campaign);
const mailer = createMailer(SMTP_URL, concurrency);
const guard = createGuardClient({ url: GUARD_URL, key: GUARD_KEY });
try {
  const complain = (line: string) => process.stderr.write(`${line}\n`);
  const customers = readCustomers(file);
  const tally = await runCampaign({ campaign, customers, guard, mailer, log, concurrency, complain });
  process.stdout.write(table([{ title: campaign, tally }]));
} catch (error) {
  process.stderr.write(`stopped: ${(error as Error).message}\nRun the same command again to go on.\n`);
  process.exitCode = 1;
} finally {
  mailer.close();
  log.close();
}
