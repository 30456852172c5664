/** What was heard becomes refusals and opt-ins. All of it is stored before it is answered; what cannot be read loses nothing else. */
import { Problem } from '../../errors.ts';
import type { Caller, Guard, RefusalInput } from '../../guard-contract.ts';
import type { Log } from '../../telemetry/log.ts';
import type { Heard, Said } from './source.ts';

export interface IntakeDeps {
  readonly guard: Pick<Guard, 'refuse' | 'optIn'>;
  readonly log: Pick<Log, 'warn'>;
  /** Counted by what became of it. */
  readonly count: (source: string, result: IntakeResult) => void;
  /** Runs one thing when there is room for it. */
  readonly line: <T>(run: () => Promise<T>) => Promise<T>;
}

export type IntakeResult = 'refusal' | 'opt-in' | 'nothing' | 'unread';

export type Counted = Readonly<Record<IntakeResult, number>>;

/**
 * @param name of the source, such as `twilio`
 * @throws the first fault that keeps something from being stored, once all the others were tried: the provider sends it again, and nothing is doubled
 */
export async function takeIn(deps: IntakeDeps, name: string, { said, notice }: Heard): Promise<Counted> {
  if (notice) deps.log.warn({ event: notice.event, source: name, ...notice.fields }, notice.message);
  const caller: Caller = { name: `webhook:${name}`, scopes: new Set(['refuse']) };
  const counted: Record<IntakeResult, number> = { refusal: 0, 'opt-in': 0, nothing: 0, unread: 0 };
  const faults: unknown[] = [];
  const takeOne = async (one: Said): Promise<void> => {
    try {
      const done = await take(deps, one, caller, name);
      counted[done]++;
      deps.count(name, done);
    } catch (error) {
      faults.push(error);
    }
  };
  await Promise.all(said.map((one) => deps.line(() => takeOne(one))));
  if (faults.length > 0) throw faults[0];
  return counted;
}

async function take({ guard, log }: IntakeDeps, one: Said, caller: Caller, name: string): Promise<IntakeResult> {
  if (one.kind === 'nothing') return 'nothing';
  let why = one.kind === 'unread' ? one.why : '';
  try {
    if (one.kind === 'opt-in') {
      await guard.optIn(one.input, caller);
      return 'opt-in';
    }
    if (one.kind === 'refusal') {
      await refuseAt(guard, one.input, caller);
      return 'refusal';
    }
  } catch (error) {
    // What cannot be read now cannot be read when it is sent again.
    if (!(error instanceof Problem) || (error.code !== 'invalid' && error.code !== 'not-found')) throw error;
    why = error.message;
  }
  log.warn({ event: 'webhook.unread', source: name, why }, 'something that was said could not be read');
  return 'unread';
}

/** By the contact that it is about, else by address. */
async function refuseAt(guard: IntakeDeps['guard'], input: RefusalInput, caller: Caller): Promise<void> {
  try {
    await guard.refuse(input, caller);
  } catch (error) {
    // The id of another message: of another channel, say.
    const isOther = error instanceof Problem && error.code === 'invalid';
    if (!isOther || input.contactId === undefined || input.address === undefined) throw error;
    const { contactId: _other, ...byAddress } = input;
    await guard.refuse(byAddress, caller);
  }
}
