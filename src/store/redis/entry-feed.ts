/** New entries to everybody in this process who follows them: one subscription for all, there as long as somebody follows. */
import type { StoredEntry } from '../store.ts';
import type { RedisLink } from './client.ts';
import type { RedisEntries } from './entries.ts';
import type { Subscription } from './subscription.ts';

/** Entries that are being read; past it the next ones are missed here, never in the log. */
const mostAtOnce = 1000;

export interface EntryFeed {
  follow(onEntry: (entry: StoredEntry) => void, signal: AbortSignal): Promise<void>;
  close(): void;
}

export function createEntryFeed(link: RedisLink, channel: string, entries: RedisEntries): EntryFeed {
  const followers = new Set<(entry: StoredEntry) => void>();
  let subscription: Subscription | undefined;
  let underWay = 0;

  const tell = async (told: string): Promise<void> => {
    if (underWay >= mostAtOnce) return;
    underWay++;
    try {
      const [bucket = 0, stamp = 0] = told.split(' ').map(Number);
      const entry = await entries.at(stamp, bucket);
      if (entry) for (const follower of followers) follower(entry);
    } catch {
      // An entry that cannot be read now is in the log.
    } finally {
      underWay--;
    }
  };

  const close = (): void => {
    subscription?.close();
    subscription = undefined;
  };

  return {
    async follow(onEntry, signal) {
      if (signal.aborted) return;
      // Each its own, also where one function follows twice.
      const follower = (entry: StoredEntry) => onEntry(entry);
      followers.add(follower);
      subscription ??= link.subscriber(channel, (told) => void tell(told));
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      followers.delete(follower);
      if (followers.size === 0) close();
    },
    close,
  };
}
