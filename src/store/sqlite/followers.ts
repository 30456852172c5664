/** New entries of the log to everybody in this process who follows them. */
import type { LogEntry } from '../../engine/log-entry.ts';
import type { StoredEntry } from '../store.ts';

export interface Followers {
  announce(made: readonly LogEntry[]): void;
  follow(onEntry: (entry: StoredEntry) => void, signal: AbortSignal): Promise<void>;
}

export function createFollowers(): Followers {
  const followers = new Set<(entry: StoredEntry) => void>();
  return {
    announce(made) {
      for (const { json, key } of made) for (const follower of followers) follower({ json, key });
    },
    follow: (onEntry, signal) =>
      new Promise((resolve) => {
        followers.add(onEntry);
        signal.addEventListener('abort', () => {
          followers.delete(onEntry);
          resolve();
        });
      }),
  };
}
