/** The commands `import` and `export` with their options and help. */
import { type Command, Option } from 'commander';
import type { Config } from '../config.ts';
import { type ImportName, importNames } from './import/names.ts';
import type { ImportCommand } from './import/run-import.ts';
import { type ListName, listNames, listSignals } from './lists/formats.ts';

const importedFields: Readonly<Record<ImportName, string>> = {
  contacts: `  customerId, channel, purpose, at           required; at with its offset, at most 400 days back
  operationId, address, timeZone, region, direction (outbound, inbound), outcome, outcomeAt
  keys.NAME                                  a column for each scope key (NDJSON: "keys": {"NAME": "…"})

A row without operationId is known by its content and line for 24 hours.`,
  refusals: `  channel, signal, source                    required, and one of customerId, address and contactId
  receivedAt                                 when it was said: a row that says it is known for good, also after it was lifted
  region, purpose, until, text, targeting    several data in targeting with commas between them
  keys.NAME, evidence.NAME                   a column for each (NDJSON: "keys": {"NAME": "…"})`,
  suppressions: `  channel, purpose, reason, source           required, and one of customerId and address
  region, expiresAt, targeting               several data in targeting with commas between them
  keys.NAME, evidence.NAME                   a column for each (NDJSON: "keys": {"NAME": "…"})

A row of NDJSON that has a signal in place of purpose and reason is a refusal of the customer's own.`,
  consents: `  customerId, channel, purpose, level, source, at   required; at is when it was given, with its offset
  expiresAt, lifts (true, false)
  keys.NAME, evidence.NAME                   a column for each (NDJSON: "keys": {"NAME": "…"})`,
};

const importHelp = (name: ImportName): string => `
CSV begins with a line of column names; NDJSON has one object a line. The fields are those of POST /${name}:
${importedFields[name]}

FILE.progress keeps how far it came: the same command goes on after a crash, repeats no row, and carries on a file that
grew at its end. Rows that do not fit are reported and written to FILE.rejected.ndjson, which can be mended and imported
itself; the command then ends with 1.

Examples:
  contact-guard import ${name} ${name}.csv
  zcat ${name}.ndjson.gz | contact-guard import ${name} -
`;

const imported: Readonly<Record<ImportName, string>> = {
  contacts: 'record contacts that were made elsewhere: caps count them from now on',
  refusals: 'record what customers refused: in force from now on',
  suppressions: 'set suppressions: in force from now on',
  consents: 'record what customers agreed to, and withdrew',
};

const listHelp = `
A list that another system exported is recognised by its columns and said on standard error: SendGrid (bounces, spam
reports, unsubscribes, invalid addresses), Mailchimp (unsubscribed, cleaned), Amazon SES, Twilio (consents, message log),
Mailgun, Klaviyo, Braze, listmonk. Each row becomes a refusal with the instant it carries. --dry-run says what would happen.

  contact-guard import suppressions suppression_bounces.csv --dry-run
  contact-guard import suppressions spam.csv --format sendgrid --signal complaint
`;

export function addImport(program: Command, configOf: () => Config): void {
  const group = program
    .command('import')
    .description('bring along what other systems know: contacts, refusals, suppressions, consents');
  for (const name of importNames) {
    const isList = name === 'suppressions';
    const formats = ['csv', 'ndjson', ...(isList ? listNames : [])];
    const command = group
      .command(name)
      .description(imported[name])
      .argument('<file>', 'CSV or NDJSON; - for standard input')
      .addOption(new Option('--format <format>', 'default: seen from the first line').choices(formats))
      .option('--restart', 'begin at the first row, whatever FILE.progress says')
      .option('--dry-run', 'read it whole and say what would happen; nothing is written')
      .addHelpText('after', importHelp(name) + (isList ? listHelp : ''));
    if (isList)
      command.addOption(
        new Option('--signal <signal>', 'what the rows of a list say, where its columns do not').choices(listSignals),
      );
    command.action(
      async (file: string, given: Partial<Pick<ImportCommand, 'format' | 'restart' | 'dryRun' | 'signal'>>) => {
        const { runImport } = await import('./import/run-import.ts');
        const { format, restart = false, dryRun = false, signal } = given;
        await runImport({ name, file, format, restart, dryRun, signal }, configOf());
      },
    );
  }
}

const exportedListHelp = `
Addresses are kept as keyed hashes alone, so nobody can list them: FILE has those that you know, one a line or as CSV with a
column email or address, for sms phone or address (and customerId, if you have it). Those that are suppressed are written
as the system takes them in: sendgrid, klaviyo (upload), mailchimp (import as unsubscribed), ses (import job), twilio
(consents), mailgun (unsubscribes), braze (user import), listmonk (blocklist).

Examples:
  contact-guard export suppressions --addresses crm.csv --for sendgrid --output suppressed.csv
  contact-guard export suppressions --addresses phones.txt --for twilio --channel sms
`;

export function addExport(program: Command, configOf: () => Config): void {
  const command = program
    .command('export')
    .description('write the whole decision log: through the service newest first, from the store itself oldest first')
    .addOption(new Option('--format <format>', 'how').choices(['ndjson', 'csv']).default('ndjson'))
    .option('--output <file>', 'where; default standard output')
    .option('--drain', 'remove from the store what was written; a FILE that is there already is not written over')
    .addHelpText(
      'after',
      '\nOn Redis --drain keeps the log within its bound, beside running services. An SQLite file is drained while no service runs.',
    )
    .action(async ({ format, output, drain }: { format: 'ndjson' | 'csv'; output?: string; drain?: boolean }) => {
      const { exportDecisions } = await import('./decisions.ts');
      await exportDecisions({ format, output, drain: drain === true }, configOf());
    });
  command
    .command('suppressions')
    .description('of addresses that you know, those that must not be written to, as another system takes them in')
    .requiredOption('--addresses <file>', 'the addresses: one a line, or CSV; - for standard input')
    .addOption(new Option('--for <system>', 'whose format').choices(listNames).makeOptionMandatory())
    .addOption(new Option('--channel <channel>', 'default: sms for twilio, else email').choices(['email', 'sms']))
    .option('--purpose <purpose>', 'suppressed for all of this', 'marketing')
    .addHelpText('after', exportedListHelp)
    .action(async (given: { addresses: string; for: ListName; channel?: 'email' | 'sms'; purpose: string }) => {
      const { exportSuppressions } = await import('./lists/export-suppressions.ts');
      const { addresses, for: system, channel = system === 'twilio' ? 'sms' : 'email', purpose } = given;
      // The option stands with the command above.
      const { output } = command.opts<{ output?: string }>();
      await exportSuppressions({ addresses, system, channel, purpose, output }, configOf());
    });
}
