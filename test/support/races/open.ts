/** The stages that races are walked on. */
import { sharedRedisUrl, startRedisCluster } from '../redis-server.ts';
import { openStage, type Stage } from './stage.ts';

export const kindsOfStage = ['one Redis', 'three masters'] as const;

export async function openStageOn(kind: (typeof kindsOfStage)[number]): Promise<Stage> {
  if (kind === 'one Redis') return openStage(sharedRedisUrl());
  const cluster = await startRedisCluster();
  const stage = await openStage(cluster.url);
  return {
    ...stage,
    async close() {
      await stage.close();
      await cluster.stop();
    },
  };
}
