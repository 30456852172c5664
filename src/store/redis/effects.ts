/** What acts did, told to every process over pub/sub (commit.lua); this process's own is told at once. */
import type { Effect } from '../../engine/events.ts';
import type { EffectFollower } from '../store.ts';
import type { RedisLink } from './client.ts';
import type { Subscription } from './subscription.ts';

export interface EffectFeed {
  follow(follower: EffectFollower): void;
  /** What this process stored. */
  tell(effects: readonly Effect[]): void;
  /** Those of other processes are followed from now on. */
  begin(): void;
  close(): void;
}

export function createEffectFeed(link: RedisLink, channel: string): EffectFeed {
  const followers = new Set<EffectFollower>();
  let subscription: Subscription | undefined;
  let isBegun = false;
  /** A command that only writes has no followers, and hears of nothing. */
  const subscribe = (): void => {
    if (!isBegun || followers.size === 0) return;
    const onGap = () => {
      for (const follower of followers) follower.onGap();
    };
    subscription ??= link.subscriber(channel, (told) => tell(JSON.parse(told) as Effect[]), onGap);
  };
  const tell: EffectFeed['tell'] = (effects) => {
    for (const effect of effects) for (const { onEffect } of followers) onEffect(effect);
  };
  return {
    follow(follower) {
      followers.add(follower);
      subscribe();
    },
    tell,
    begin() {
      isBegun = true;
      subscribe();
    },
    close: () => subscription?.close(),
  };
}

/** What is sealed is for showing alone, and is not told. @returns '' for nothing */
export function effectsText(effects: readonly Effect[]): string {
  return effects.length === 0 ? '' : JSON.stringify(effects.map(bareEffect));
}

function bareEffect(effect: Effect): Effect {
  const { standing, lifted, consents } = effect;
  return {
    ...effect,
    standing: standing.map(unsealed),
    lifted: lifted.map(unsealed),
    ...(consents && { consents: { ...consents, list: consents.list.map(unsealed) } }),
  };
}

function unsealed<T extends object>(one: T): T {
  return 'sealed' in one ? { ...one, sealed: undefined } : one;
}
