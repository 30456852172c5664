/** One endpoint for one thing as JSON, and for many as NDJSON: the same reading, the same work, an answer a line. */

import type { LineWork } from './answer-queue.ts';
import type { HttpContext } from './body.ts';
import { bodyKind, maxRequestBytes, readBody } from './body.ts';
import { parseJson } from './check.ts';
import type { AppDeps } from './endpoint.ts';
import { json } from './endpoint.ts';
import { answerLines } from './lines.ts';
import { underLoad } from './request.ts';

/** On answers to NDJSON of what is imported: names the data that it went into. */
export const dataHeader = 'contact-guard-data';

/** @returns 201 for one, and the lines of the answers for many */
export async function answerOneOrLines<T>(c: HttpContext, deps: AppDeps, work: LineWork<T>): Promise<Response> {
  if (bodyKind(c, ['json', 'ndjson']) === 'ndjson') return answerDataLines(c, deps, work);
  const input = work.read(parseJson(await readBody(c, maxRequestBytes)));
  return json(await underLoad(deps.load, () => work.run(input)), 201);
}

/** Who carries an import on has to know whether this is the data that it began with. Without a store each line says so. */
export async function answerDataLines<T>(c: HttpContext, deps: AppDeps, work: LineWork<T>): Promise<Response> {
  const data = await deps.guard.dataId().catch(() => undefined);
  return answerLines(c, deps, work, data === undefined ? {} : { [dataHeader]: data });
}
