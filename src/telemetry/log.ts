/** The service's log: JSON lines on standard output, written asynchronously. No address and no customer id in clear is ever passed to it. */
import { destination, pino, stdTimeFunctions } from 'pino';
import type { DestinationStream, Logger } from 'pino';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'fatal'>;

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Should one of these slip into a log call, the value is not written. */
const secrets = [
  'address',
  'authorization',
  'customerId',
  'key',
  'pepper',
  'secret',
  'text',
  'evidence',
  '*.address',
  '*.authorization',
  '*.customerId',
  '*.pepper',
  '*.secret',
  '*.text',
  '*.evidence',
];

export interface LogOptions {
  readonly level: LogLevel;
  /** `clear`: customer ids are written as they are. */
  readonly customerIds?: 'hash' | 'clear';
  /** Standard output where absent. */
  readonly to?: DestinationStream;
}

/** @returns the log, and `flush`, which writes what is still buffered: to be called before the process ends. */
export function createLog({ level, customerIds = 'hash', to }: LogOptions): { log: Logger; flush(): void } {
  const stream = to ?? destination({ dest: 1, sync: false, minLength: 0 });
  const hidden = customerIds === 'clear' ? secrets.filter((path) => !path.endsWith('customerId')) : secrets;
  const log = pino({ level, base: null, timestamp: stdTimeFunctions.isoTime, redact: { paths: hidden, censor: '[hidden]' } }, stream);
  return {
    log,
    flush() {
      if ('flushSync' in stream && typeof stream.flushSync === 'function') stream.flushSync();
    },
  };
}

/** For tests and for parts that are used without a log. */
export const silentLog: Log = pino({ level: 'silent' });
