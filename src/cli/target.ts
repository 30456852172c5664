/**
 * Which data a command works on (contract 7): the service's that GUARD_URL names, else that of a service which answers on HOST:PORT, else
 * STORE_URL itself. It is said each time, on standard error. A GUARD_URL that does not answer is never a reason to work on another store.
 */
import type { Config } from '../config.ts';
import { storeLabel } from '../store/open.ts';
import { storeExists } from './own-service.ts';
import { createClient, probe, type ServiceClient } from './service-client.ts';
import { CommandError, remark } from './terminal.ts';

/** @returns the service, or undefined where the command opens the store by itself. @throws CommandError 2 where GUARD_URL does not answer */
export async function findService(config: Config): Promise<ServiceClient | undefined> {
  const { guardUrl, guardUrlGiven, guardKey } = config;
  const fault = await probe(guardUrl);
  if (fault === undefined) {
    remark(`through the service at ${guardUrl}`);
    return createClient(guardUrl, guardKey);
  }
  if (guardUrlGiven)
    throw new CommandError(
      `GUARD_URL: ${guardUrl} ${fault}. Nothing was done: start the service, mend GUARD_URL, or unset it to work on STORE_URL (${storeLabel(config.store)}) itself`,
      2,
    );
  remark(
    `no service answers at ${guardUrl} (HOST and PORT; GUARD_URL names one elsewhere): the store itself, ${storeLabel(config.store)}${storeExists(config) ? '' : ', where nothing was ever stored'}`,
  );
  return undefined;
}
