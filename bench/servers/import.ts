/** The command line's import, which says what it took when it has ended. */
import { createProgram } from '../../src/cli/program.ts';
import { tellParent } from '../support/child.ts';

const { GUARD_URL: _elsewhere, IMPORT_FILE: file = '', ...env } = process.env;
await createProgram(env).parseAsync(['node', 'contact-guard', 'import', 'suppressions', file]);
const { user, system } = process.cpuUsage();
tellParent({ cpuMs: (user + system) / 1000, mostBytes: process.resourceUsage().maxRSS * 1024 });
