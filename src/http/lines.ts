/**
 * Many requests on one connection: NDJSON lines and JSON batches. Answers keep the order of the requests, requests of one key (a customer, a
 * contact) are worked on one after the other, and only a window of them is in memory: when the answers are not read, the next lines are not either.
 */
import { Problem } from '../errors.ts';
import { AnswerQueue, type Line, type LineWork } from './answer-queue.ts';
import type { HttpContext } from './body.ts';
import { bodyChunks, isHereWhole, maxRequestBytes, mediaTypes } from './body.ts';
import { parseJson } from './check.ts';
import type { AppDeps } from './endpoint.ts';
import { createLineSplitter } from './line-splitter.ts';
import { ClientGone } from './problem.ts';
import { standingOf } from './standing.ts';

/** Answers an NDJSON body line by line while it still arrives. */
export function answerLines<T, A extends object>(
  c: HttpContext,
  { auth, load, log, draining }: AppDeps,
  work: LineWork<T, A>,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const standing = standingOf(c, { auth });
  load.enterStream();
  const queue = new AnswerQueue(work, { load, log });
  const input = bodyChunks(c)[Symbol.asyncIterator]();
  let open = true;
  /** All that will be answered is known. */
  let isWhole = false;

  function leave(): void {
    if (open) load.leaveStream();
    open = false;
    draining.removeEventListener('abort', onDrain);
    queue.close();
    input.return?.().catch(() => {});
  }
  /** The last answer says why those after it are missing. */
  function endBy(error: unknown): void {
    if (isWhole) return;
    isWhole = true;
    queue.add({ error }, 0);
    queue.end();
  }
  function stop(): void {
    endBy(new Problem('draining', 'The service stops: what comes after the lines answered above is not looked at.'));
  }
  /** A sender that is silent while the service stops is not waited for. Of a body that is here whole only what is not looked at is told. */
  function onDrain(): void {
    if (!isHereWhole(c)) stop();
  }

  async function readAll(): Promise<void> {
    const splitter = createLineSplitter(maxRequestBytes);
    for (;;) {
      const { done, value } = await input.next();
      if (isWhole) return;
      const lines = done ? splitter.end() : splitter.push(value);
      const fault = done ? undefined : faultOf(standing);
      if (fault !== undefined) return endBy(fault);
      for (const line of lines) {
        if (queue.full) await queue.room();
        if (queue.closed || isWhole) return;
        // Behind the last line of a whole body nothing comes.
        if (draining.aborted && !done) return stop();
        queue.add(readLine(line, work), line === 'too-long' ? 0 : line.length);
      }
      if (done) isWhole = true;
      if (isWhole) return;
    }
  }

  const body = new ReadableStream<Uint8Array>(
    {
      start() {
        draining.addEventListener('abort', onDrain);
        readAll().then(
          () => queue.end(),
          (error: unknown) => {
            // A body that broke off ends the answers too; what came of it was worked on.
            if (!(error instanceof ClientGone)) log.debug({ err: error }, 'an NDJSON body broke off');
            queue.close();
          },
        );
      },
      async pull(controller) {
        const answers = await queue.next();
        if (answers === undefined) {
          leave();
          controller.close();
        } else controller.enqueue(Buffer.from(`${answers.join('\n')}\n`));
      },
      cancel: leave,
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { headers: { 'content-type': mediaTypes.ndjson, 'x-accel-buffering': 'no', ...headers } });
}

function readLine<T>(line: Buffer | 'too-long', work: Pick<LineWork<T>, 'read'>): Line<T> {
  return lineOf(() => {
    if (line === 'too-long') throw new Problem('too-large', `A line is at most ${maxRequestBytes / 1024} KiB.`);
    return work.read(parseJson(line));
  });
}

/** What a key that went answers in place of the lines that came since, which are not looked at. */
function faultOf(standing: () => void): unknown {
  try {
    standing();
    return undefined;
  } catch (error) {
    return error;
  }
}

function lineOf<T>(read: () => T): Line<T> {
  try {
    return { input: read() };
  } catch (error) {
    return { error };
  }
}

/** Answers the elements of a list as JSON texts in the same order; what is wrong with one alone answers in its place. */
export async function answerAll<T, A extends object>(
  values: readonly unknown[],
  { load, log }: AppDeps,
  work: LineWork<T, A>,
): Promise<string[]> {
  load.enterStream();
  try {
    const queue = new AnswerQueue(work, { load, log });
    const answers: string[] = [];
    const written = (async () => {
      for (let ready = await queue.next(); ready !== undefined; ready = await queue.next()) answers.push(...ready);
    })();
    for (const value of values) {
      if (queue.full) await queue.room();
      queue.add(
        lineOf(() => work.read(value)),
        0,
      );
    }
    queue.end();
    await written;
    return answers;
  } finally {
    load.leaveStream();
  }
}
