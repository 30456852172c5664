/** The command line: parses, runs one command, and ends with 0 (good), 1 (found a problem) or 2 (wrong usage). */
import { createProgram, endOf } from './program.ts';
import { fileFault, remark } from './terminal.ts';

// Whoever reads the output may stop early: `contact-guard decisions | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  remark(`contact-guard: standard output cannot be written: ${fileFault(error)}`);
  process.exit(1);
});
// Remarks that nobody reads keep no work from being done.
process.stderr.on('error', () => {});

// The process that started this one was killed: nobody could stop it any more, or see what becomes of it.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();

try {
  await createProgram(process.env).parseAsync();
} catch (error) {
  process.exitCode = endOf(error);
}
