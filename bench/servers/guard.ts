/** The service as `npm start` runs it, on a free port. */
import { startService } from '../../src/start/start.ts';
import { tellParent } from '../support/child.ts';
import { type PolicyChoice, policyFolder } from '../support/policies.ts';
import { benchPepper, prefix } from '../support/service.ts';

const { url } = await startService({
  PORT: '0',
  STORE_URL: process.env['STORE_URL'],
  STORE_PREFIX: prefix,
  ADDRESS_PEPPER: benchPepper.toString('hex'),
  POLICY_DIR: policyFolder((process.env['POLICIES'] ?? 'shipped') as PolicyChoice),
  LOG_LEVEL: 'warn',
  ...(process.env['LEDGER_URL'] && { LEDGER_URL: process.env['LEDGER_URL'], SPOOL_DIR: process.env['SPOOL_DIR'] }),
});
tellParent({ port: Number(new URL(url).port) });
