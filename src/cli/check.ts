/** `check`: one decision from the shell, judged like any other and never counted. */

import type { Config } from '../config.ts';
import type { FullAnswer } from '../decisions/answer.ts';
import { readCanContact } from '../http/schemas/can-contact.ts';
import { type AskedAbout, describeDecision } from './describe-decision.ts';
import { localCaller } from './local-caller.ts';
import { storeExists, withOwnService } from './own-service.ts';
import { findService } from './target.ts';
import { print } from './terminal.ts';

export interface CheckOptions {
  readonly customer?: string;
  readonly channel?: string;
  readonly purpose?: string;
  readonly address?: string;
  readonly key?: Readonly<Record<string, string>>;
  readonly timeZone?: string;
  readonly region?: string;
  readonly targeting?: readonly string[];
  readonly json?: boolean;
}

/** Prints the decision. @returns whether it was allowed */
export async function checkOne(options: CheckOptions, config: Config): Promise<boolean> {
  const { customer: customerId, channel, purpose, address, key: keys, timeZone, region, targeting } = options;
  const request = { customerId, channel, purpose, address, keys, timeZone, region, targeting, mode: 'check' as const };
  const answer = await decide(request, config);
  // What was decided was asked whole.
  print(options.json ? JSON.stringify(answer) : describeDecision(answer, request as AskedAbout));
  return answer.allowed;
}

const nowhere = { kind: 'sqlite', path: ':memory:' } as const;

async function decide(request: object, config: Config): Promise<FullAnswer> {
  const service = await findService(config);
  if (service) return service.post<FullAnswer>('/can-contact', request);
  // Where nothing was ever recorded an empty store answers the same, and leaves nothing behind.
  const from = storeExists(config) ? config : { ...config, store: nowhere, addressPepper: undefined };
  return (await withOwnService(from, 'policies', ({ guard }) =>
    guard.decide(readCanContact(JSON.parse(JSON.stringify(request)), guard), localCaller),
  )) as unknown as FullAnswer;
}
