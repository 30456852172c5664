/** `npm run example:newsletter`; with GUARD_URL (and GUARD_KEY) against a guard that runs already. */
import { runDemo } from './demo.ts';

const print = (text: string): void => void process.stdout.write(text);

try {
  const problems = await runDemo({ guardUrl: process.env['GUARD_URL'], guardKey: process.env['GUARD_KEY'], print });
  if (problems.length > 0) throw new Error(problems.join('\n'));
  print(
    'Checked at the mail server: received = allowed - failed, nobody twice, nobody over a cap, nobody who unsubscribed.\n',
  );
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
