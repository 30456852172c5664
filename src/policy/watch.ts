/** Hot reload: follows a policy folder and hands over each valid new set whole. */
import { watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { listPolicyFolder, loadPolicies } from './load.ts';
import type { PolicyProblem, PolicySet } from './types.ts';

export interface WatchOptions {
  readonly dir: string;
  /** Revision of the set that is running. */
  readonly revision: string;
  /** A changed folder that is valid, or a valid one after a bad one (then perhaps with the running revision). */
  readonly onSwap: (set: PolicySet) => void;
  /** A changed folder that is not valid: the running set stays. */
  readonly onProblems: (problems: PolicyProblem[]) => void;
  /** How long the folder must be quiet before it is read: editors and `cp` write in several steps. */
  readonly debounceMs?: number;
  /** How often the folder is looked at without a notice, for file systems and link swaps that give none. */
  readonly pollMs?: number;
}

/**
 * Watches until `stop()`. Callbacks come one at a time, each for a state of the folder that stood still while it was read;
 * none comes after `stop()`. What a callback throws, and whatever else goes wrong, is told as a problem of the folder: a look never ends the
 * process. Notices are of `dir` itself, what lies deeper is found by polling.
 * Does not keep the process alive.
 */
export function watchPolicyFolder(options: WatchOptions): { stop(): void } {
  const { dir, onSwap, onProblems, debounceMs = 100, pollMs = 2000 } = options;
  let stopped = false;
  let reading = false;
  let revision = options.revision;
  let bad = false;
  let seen: string | undefined;
  let timer: NodeJS.Timeout | undefined;

  const lookSoon = (): void => {
    if (stopped) return;
    clearTimeout(timer);
    timer = setTimeout(look, debounceMs).unref();
  };

  async function look(): Promise<void> {
    if (reading) return lookSoon();
    reading = true;
    try {
      const before = await fingerprint(dir);
      if (before === seen || stopped) return;
      const loaded = await loadPolicies(dir);
      // Files that changed meanwhile may belong to two different states: wait for the folder to stand still.
      if ((await fingerprint(dir)) !== before) return lookSoon();
      if (stopped) return;
      seen = before;
      report(loaded);
    } catch (error) {
      tell([{ file: dir, line: 1, col: 1, message: `the folder cannot be taken over: ${wordsOf(error)}` }]);
    } finally {
      reading = false;
    }
  }

  function report(result: Awaited<ReturnType<typeof loadPolicies>>): void {
    if ('problems' in result) tell(result.problems);
    else if (bad || result.set.revision !== revision) {
      bad = false;
      revision = result.set.revision;
      onSwap(result.set);
    }
  }

  function tell(problems: PolicyProblem[]): void {
    bad = true;
    try {
      onProblems(problems);
    } catch {
      // Whoever cannot be told of problems keeps the running set all the same.
    }
  }

  const unwatch = watchIfPossible(dir, lookSoon);
  const poll = setInterval(look, pollMs).unref();
  // A change between the first load and now would go unseen until the next one.
  lookSoon();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
      clearInterval(poll);
      unwatch();
    },
  };
}

/** Notices only make reloading faster: where the system gives none, polling does it alone. */
function watchIfPossible(dir: string, onChange: () => void): () => void {
  try {
    const watcher = watch(dir, { persistent: false }, onChange);
    watcher.on('error', () => watcher.close());
    return () => watcher.close();
  } catch {
    return () => undefined;
  }
}

/** What tells one state of the folder from another without reading files: follows links, so that swapped ones differ. */
async function fingerprint(dir: string): Promise<string> {
  try {
    const { files, problems } = await listPolicyFolder(dir);
    const lines = files.map(async (file) => {
      // A link to nowhere is a state like any other: what lies beside it is still followed.
      const found = await stat(join(dir, file), { bigint: true }).catch(() => undefined);
      return found ? [file, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ') : `${file} gone`;
    });
    return [...(await Promise.all(lines)), ...problems.map(({ file, message }) => `${file} ${message}`)].join('\n');
  } catch (error) {
    return `unreadable: ${wordsOf(error)}`;
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
