/** `refusals …`: what was said, from where it lies. */
import type { Command } from 'commander';
import type { Config } from '../config.ts';

const help = `
PATH is a raw message, a folder of them or a maildir (its new and cur); - for standard input. Each is a complaint report
(RFC 5965) or a bounce (RFC 3464). Messages are left where they are: run again, no suppression is doubled. What cannot be read
is said, and the command then ends with 1.

Examples:
  contact-guard refusals from-mail /var/mail/complaints
  contact-guard refusals from-mail - < report.eml
`;

export function addRefusals(program: Command, configOf: () => Config): void {
  program
    .command('refusals')
    .description('what was said, from where it lies')
    .command('from-mail')
    .description('complaints and hard bounces from raw messages: in force from now on')
    .argument('<path>', 'a message, a folder of them or a maildir; - for standard input')
    .addHelpText('after', help)
    .action(async (path: string) => {
      const { refusalsFromMail } = await import('./refusals-from-mail.ts');
      await refusalsFromMail(path, configOf());
    });
}
