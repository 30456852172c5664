/** A setting whose name is mistyped does nothing, and nothing else would tell. */

import { nearName } from '../near-name.ts';
import { settings } from '../settings.ts';
import type { Log } from '../telemetry/log.ts';

const known = settings.flatMap(({ name, fromFile }) => (fromFile ? [name, `${name}_FILE`] : [name]));
/** Shorter names are near too many others of an environment: for these only case and underscores may differ. */
const leastLength = 7;

/** Warns of names that are near ours; of what else stands in the environment nothing is said, and never a value. */
export function warnOfMistyped(env: Readonly<Record<string, string | undefined>>, log: Log): void {
  for (const name of Object.keys(env)) {
    const meant = known.includes(name) || name.startsWith('OTEL_') ? undefined : meantBy(name);
    if (meant === undefined || env[meant] !== undefined) continue;
    log.warn(
      { event: 'settings.unknown', name, meant },
      `${name} is no setting and does nothing; did you mean ${meant}?`,
    );
  }
}

function meantBy(name: string): string | undefined {
  const near = nearName(name, known);
  if (near === undefined || bare(name) === bare(near)) return near;
  return Math.min(name.length, near.length) < leastLength ? undefined : near;
}

const bare = (name: string): string => name.toUpperCase().replaceAll('_', '');
