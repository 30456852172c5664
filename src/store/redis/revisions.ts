/** Which policy sets were active when: `GET /policies/{revision}`, and how far back history must be kept. */
import { readable } from '../../errors.ts';
import type { ContactStore, StoredRevision } from '../store.ts';
import type { PartDeps } from './parts.ts';

export function createRevisions({
  link,
  keys,
  now,
  usable,
}: Pick<PartDeps, 'link' | 'keys' | 'now' | 'usable'>): Pick<ContactStore, 'activate' | 'revisions'> {
  const revisions = async (): Promise<StoredRevision[]> => {
    const [all, ended, active] = await Promise.all([
      link.call((client) => client.hgetall(keys.revisions)),
      link.call((client) => client.lrange(keys.spans, 0, -1)),
      link.call((client) => client.hget(keys.info, 'active')),
    ]);
    const spans = [...ended, ...(active === null ? [] : [active])].map((span) => span.split(' '));
    const firstActive = (revision: string) => spans.findIndex(([name]) => name === revision);
    const oldestFirst = Object.entries(all).sort(([a], [b]) => firstActive(a) - firstActive(b));
    return oldestFirst.map(([revision, json]) => ({
      revision,
      ...readable('a policy set', () => JSON.parse(json) as Pick<StoredRevision, 'sources' | 'longestWindowMs'>),
      active: spans
        .filter(([name]) => name === revision)
        .map(([, from, until]) => ({ fromMs: Number(from), untilMs: until === undefined ? null : Number(until) })),
    }));
  };

  return {
    async activate({ revision, isStill = false, ...rest }) {
      usable();
      const argv = [revision, JSON.stringify(rest), now(), isStill ? '1' : ''];
      await link.run('activate', [keys.revisions, keys.spans, keys.info], argv);
      return revisions();
    },
    async revisions() {
      usable();
      return revisions();
    },
  };
}
