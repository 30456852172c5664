/** Every command with its options and help. What a command does lies in a file of its own and is loaded when it is used. */
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { scopes } from '../auth/scopes.ts';
import { type Config, readConfig } from '../config.ts';
import { channels, reasonCodes } from '../vocabulary.ts';
import type { TestOptions } from './policy.ts';
import { addExport, addImport } from './program-lists.ts';
import { addRefusals } from './program-refusals.ts';
import { CommandError, remark } from './terminal.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const examples = `
Examples:
  contact-guard serve
  contact-guard policy test ./policies
  contact-guard check --customer c-42 --channel email --purpose marketing.promotions
  contact-guard decisions --allowed false --from 2026-11-22T00:00:00Z
  contact-guard decisions show dec_…
  contact-guard keys create --name crm --scopes decide,record --file keys.json
  contact-guard import contacts history.csv
  contact-guard export --output decisions.ndjson

check, decisions, import and export ask the running service at GUARD_URL (GUARD_KEY is the API key): one that does not
answer is an error. Where GUARD_URL is not set they ask a service that answers on HOST and PORT, and else open STORE_URL
themselves; they say which it was.

Exit codes: 0 good, 1 found a problem, 2 wrong usage. A problem is a denial, what is wrong in a file, a store or a service
that cannot do it. Wrong usage is a flag, an argument or a setting that cannot be meant, and a file or a folder that was
named and is not there or may not be used.
`;

export function createProgram(env: Environment): Command {
  const program = new Command('contact-guard')
    .description('Asks before every message: exact contact caps, quiet hours, consent and refusals for each customer.')
    .version(packageJson.version)
    .exitOverride()
    .showHelpAfterError('(--help says more)')
    .configureHelp({ showGlobalOptions: false })
    .addHelpText('after', examples);
  addServe(program, env);
  addPolicy(program, env);
  addCheck(program, env);
  addDecisions(program, env);
  addKeys(program, env);
  addImport(program, () => configOf(env));
  addExport(program, () => configOf(env));
  addRefusals(program, () => configOf(env));
  addRestore(program, () => configOf(env));
  return program;
}

/** @returns the exit code that `error` means, once it is said. @throws what nobody expected */
export function endOf(error: unknown): 0 | 1 | 2 {
  // Commander has said it already; help that was asked for is good.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (!(error instanceof CommandError)) throw error;
  remark(`contact-guard: ${error.message}`);
  return error.exitCode;
}

function configOf(env: Environment): Config {
  const read = readConfig(env, { use: 'tool' });
  if ('problems' in read) throw new CommandError(read.problems.join('\n'), 2);
  return read.config;
}

function addServe(program: Command, env: Environment): void {
  program
    .command('serve')
    .description('run the service until SIGTERM or Ctrl-C; all its settings come from the environment')
    .addHelpText(
      'after',
      '\nA wrong setting ends it with 2, a policy folder that does not validate or a store in use with 1.',
    )
    .action(async () => {
      const { serve } = await import('../main.ts');
      // A command ends with its reader; a service outlives whoever reads its log.
      process.stdout.removeAllListeners('error');
      await serve(env);
    });
}

function addRestore(program: Command, config: () => Config): void {
  program
    .command('restore')
    .description('bring STORE_URL to what the ledger (LEDGER_URL) holds; every start of a service does the same')
    .addHelpText('after', '\nAgain it changes nothing. A SQLite file must not be in use by a service.')
    .action(async () => {
      const { restore } = await import('./restore.ts');
      await restore(config());
    });
}

function addPolicy(program: Command, env: Environment): void {
  const policy = program
    .command('policy')
    .description('look at a folder of policies; no store and no service is needed');
  const folder = new Argument('[dir]', 'folder of the policies; default POLICY_DIR, else ./policies');
  // Given a folder, no setting is read at all.
  const dirOf = (dir: string | undefined): string => dir ?? configOf(env).policyDir;
  policy
    .command('validate')
    .description('print every problem as file:line:col message, or one line about the set')
    .addArgument(folder)
    .action(async (dir: string | undefined) => {
      const { validatePolicies } = await import('./policy.ts');
      await validatePolicies(dirOf(dir));
    });
  policy
    .command('test')
    .description('run NAME.test.yaml beside the policies through the real engine')
    .addArgument(folder)
    .option('--filter <text>', 'only tests whose name holds this, whatever the case')
    .option('--json', 'print the outcome of every test as JSON')
    .option('--junit <file>', 'write the outcomes as JUnit XML too')
    .addHelpText('after', '\nA folder without tests, or none that --filter names, ends with 1.')
    .action(async (dir: string | undefined, options: TestOptions) => {
      const { testPolicies } = await import('./policy.ts');
      await testPolicies(dirOf(dir), options);
    });
}

function addCheck(program: Command, env: Environment): void {
  program
    .command('check')
    .description('one decision, judged like any other and never counted; ends with 0 where allowed, 1 where denied')
    // What is missing or wrong is left to the schema of the request, which tells everything at once.
    .option('--customer <id>', "required: the caller's own id of the customer")
    .option('--channel <channel>', `required: one of ${channels.join(', ')}`)
    .option('--purpose <purpose>', 'required: a purpose of the register, such as marketing.promotions')
    .option('--address <address>', 'e-mail address, phone number or token')
    .option('--key <name=value>', 'a scope key such as campaign=bf26; may be repeated', keyValue)
    .option('--time-zone <zone>', 'the IANA zone of the customer')
    .option('--region <region>', 'ISO 3166, such as DE or US-FL')
    .option('--targeting <data>', 'data that selected the customer, separated by commas', list)
    .option('--json', 'print the decision as the service answers it')
    .action(async (options) => {
      const { checkOne } = await import('./check.ts');
      process.exitCode = (await checkOne(options, configOf(env))) ? 0 : 1;
    });
}

function addDecisions(program: Command, env: Environment): void {
  const decisions = program
    .command('decisions')
    .description('look into the decision log, newest first')
    .option('--allowed <bool>', 'only these: true or false')
    .option('--customer <id>', 'of this customer')
    .option('--channel <channel>', `on this channel: ${channels.join(', ')}`)
    .option('--purpose <purpose>', 'of this purpose, or of what it covers')
    .option('--code <code>', `with such a reason: ${reasonCodes.join(', ')}`)
    .option('--policy <name>', 'held back by this policy')
    .option('--rule <id>', 'held back by this rule')
    .option('--caller <name>', 'asked by this caller')
    .option('--from <instant>', 'from this instant on')
    .option('--to <instant>', 'before this instant')
    .option('--limit <number>', '1-1000, default 100')
    .option('--cursor <cursor>', 'the next page')
    .option('--json', 'one JSON entry a line')
    .action(async ({ json, customer, ...filters }) => {
      const { listDecisions } = await import('./decisions.ts');
      await listDecisions({ ...filters, customerId: customer }, { json: json === true }, configOf(env));
    });
  decisions
    .command('show')
    .description('one decision with every reason and what it rested on')
    .argument('<id>', 'a decisionId, such as decisions --json prints it')
    .action(async (id: string) => {
      const { showDecision } = await import('./decisions.ts');
      // The option stands with the command above.
      await showDecision(id, { json: decisions.opts().json === true }, configOf(env));
    });
}

function addKeys(program: Command, env: Environment): void {
  const keys = program.command('keys').description('API keys: they stand in a file, API_KEYS_FILE');
  const inFile = () => new Option('--file <file>', 'the key file; default API_KEYS_FILE');
  const fileOf = ({ file }: { file?: string }): string | undefined => file ?? configOf(env).apiKeysFile;
  keys
    .command('create')
    .description('print a new key, once, and add its hash to the key file; a running service sees it by itself')
    .requiredOption('--name <name>', 'the caller that uses it; several keys may share a name')
    .requiredOption('--scopes <scopes>', `separated by commas: ${scopes.join(', ')}`, list)
    .option('--expires <when>', 'refused from then on: an instant, or a time from now such as 90d')
    .option('--quiet', 'print the key and nothing else: KEY=$(contact-guard keys create --quiet …)')
    .addOption(inFile())
    .action(async ({ quiet, expires, ...given }: NewKeyOptions) => {
      const { createApiKey } = await import('./keys.ts');
      createApiKey({ ...given, expires, quiet: quiet === true }, fileOf(given));
    });
  keys
    .command('list')
    .description('the keys of the file: id, name, scopes, when they were made and when they expire; never a key')
    .option('--json', 'one JSON object a line')
    .addOption(inFile())
    .action(async ({ json, ...given }: { json?: boolean; file?: string }) => {
      const { listApiKeys } = await import('./keys.ts');
      listApiKeys({ json: json === true }, fileOf(given));
    });
  keys
    .command('revoke')
    .description('take a key out of the file; a running service refuses it within a second')
    .argument('<id>', 'as keys list shows it')
    .addOption(inFile())
    .action(async (id: string, given: { file?: string }) => {
      const { revokeApiKey } = await import('./keys.ts');
      revokeApiKey(id, fileOf(given));
    });
}

interface NewKeyOptions {
  readonly name: string;
  readonly scopes: string[];
  readonly expires?: string;
  readonly quiet?: boolean;
  readonly file?: string;
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function keyValue(text: string, earlier: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Write it as name=value, such as campaign=bf26.');
  return { ...earlier, [text.slice(0, at)]: text.slice(at + 1) };
}
