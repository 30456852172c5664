/** The command line: parses, runs one command, and ends with 0 (good), 1 (found a problem) or 2 (wrong usage). */
import { CommanderError } from 'commander';
import { createProgram } from './program.ts';
import { CommandError, remark } from './terminal.ts';

// Whoever reads the output may stop early: `contact-guard decisions | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

try {
  await createProgram(process.env).parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof CommandError) {
    remark(`contact-guard: ${error.message}`);
    process.exitCode = error.exitCode;
  } else throw error;
}
