/** The command line: parses, runs one command, and ends with 0 (good), 1 (found a problem) or 2 (wrong usage). */
import { createProgram, endOf } from './program.ts';

// Whoever reads the output may stop early: `contact-guard decisions | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

try {
  await createProgram(process.env).parseAsync();
} catch (error) {
  process.exitCode = endOf(error);
}
