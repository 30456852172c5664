/** The service as a process: `npm start`, the image and `contact-guard serve` come here. */
import { monotonicMs } from './clock.ts';
import { type RunningService, startService } from './start/start.ts';
import { StartError } from './start/start-error.ts';

/** Past this the process ends whatever still hangs; an orchestrator would kill it at 10 s. */
const lastResortMs = 9500;

/** Whoever signals a whole group of processes reaches this one twice: by itself, and through the one that started it. */
const sameSignalMs = 1000;

/** Runs until SIGTERM or SIGINT; a second one ends it at once. */
export async function serve(env: Readonly<Record<string, string | undefined>> = process.env): Promise<void> {
  let running: RunningService;
  try {
    running = await startService(env);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    for (const line of error.lines) process.stderr.write(`contact-guard: ${line}\n`);
    process.exitCode = error.exitCode;
    return;
  }
  let first: { readonly signal: NodeJS.Signals; readonly atMs: number } | undefined;
  const stop = (signal: NodeJS.Signals): void => {
    if (first?.signal === signal && monotonicMs() - first.atMs < sameSignalMs) return;
    if (first) process.exit(1);
    first = { signal, atMs: monotonicMs() };
    setTimeout(() => process.exit(1), lastResortMs).unref();
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`contact-guard: ${error instanceof Error ? error.message : String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (process.stderr.isTTY) process.stderr.write(firstSteps(running));
}

/** For whoever starts it by hand for the first time. */
function firstSteps({ url, keysNeeded }: RunningService): string {
  const key = keysNeeded ? " -H 'authorization: Bearer cg_…'" : '';
  const body = '{"customerId": "c-42", "channel": "email", "purpose": "marketing.promotions"}';
  return `\ncontact-guard listens on ${url}. Ask it:\n\n  curl ${url}/can-contact${key} -H 'content-type: application/json' -d '${body}'\n\nReference: ${url}/docs   Stop: Ctrl-C\n\n`;
}

if (import.meta.main) await serve();
