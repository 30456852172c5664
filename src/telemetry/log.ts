/** The service's log: JSON lines on standard output (log-output.ts). No address and no customer id in clear is ever passed to it. */

import { writeSync } from 'node:fs';
import type { DestinationStream, Logger } from 'pino';
import { pino, stdTimeFunctions } from 'pino';
import { createLogOutput, standardOutput } from './log-output.ts';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'isLevelEnabled'>;

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Should one of these slip into a log call, its value is not written. */
const hiddenNames = ['address', 'authorization', 'customerId', 'pepper', 'secret', 'text', 'words', 'note', 'evidence'];

/**
 * Looks at the fields and at those of the objects in them; copies only where something is found. Pino's own redaction would cost each line
 * six times its writing.
 */
function hideIn(hidden: ReadonlySet<string>, fields: Record<string, unknown>, deeper = true): Record<string, unknown> {
  let copy: Record<string, unknown> | undefined;
  for (const name in fields) {
    const value = fields[name];
    if (value === undefined) continue;
    let shown: unknown = value;
    if (hidden.has(name)) shown = '[hidden]';
    else if (deeper && isPlain(value)) shown = hideIn(hidden, value, false);
    if (shown === value) continue;
    copy ??= { ...fields };
    copy[name] = shown;
  }
  return copy ?? fields;
}

/** Errors and other things with a class are left to their serializers. */
function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

export interface LogOptions {
  readonly level: LogLevel;
  /** `clear`: customer ids are written as they are. */
  readonly customerIds?: 'hash' | 'clear';
  /** Standard output where absent. */
  readonly to?: DestinationStream;
}

export interface OpenLog {
  readonly log: Logger;
  /** How many lines standard output did not take. */
  lost(): number;
  /** Writes what still waits: to be called before the process ends. */
  close(): Promise<void>;
}

export function createLog({ level, customerIds = 'hash', to }: LogOptions): OpenLog {
  const output = to === undefined ? createOutput((lines) => sayLost(log, lines)) : undefined;
  const hidden = new Set(hiddenNames.filter((name) => customerIds === 'hash' || name !== 'customerId'));
  const log: Logger = pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { log: (fields) => hideIn(hidden, fields) },
    },
    to ?? (output as DestinationStream),
  );
  return { log, lost: () => output?.lost() ?? 0, close: async () => output?.close() };
}

const createOutput = (onLost: (lines: number) => void) =>
  createLogOutput({ ...standardOutput(), onLost, onTrouble: sayTrouble });

function sayLost(log: Logger, lines: number): void {
  log.warn({ event: 'log.lost', lines }, 'standard output did not take so many lines in time; decisions went on');
}

/** The log itself cannot say it. */
function sayTrouble(code: string): void {
  try {
    writeSync(2, `contact-guard: standard output cannot be written (${code}); decisions go on, the log's lines wait\n`);
  } catch {
    // Nor can standard error.
  }
}

/** For tests and for parts that are used without a log. */
export const silentLog: Log = pino({ level: 'silent' });
