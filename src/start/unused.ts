/** A setting that is right and does nothing here: whoever gave it believes that it does. */
import type { Config } from '../config.ts';
import { type Setting, settings } from '../settings.ts';
import type { Log } from '../telemetry/log.ts';

const whyNot: Readonly<Record<NonNullable<Setting['needs']>, string>> = {
  redis: 'it is about Redis, and STORE_URL names an SQLite file',
  PUBLIC_URL: "it is about the customer's pages, and without PUBLIC_URL no message leads there",
};

/** OpenTelemetry's settings for sending metrics somewhere. */
const otelExport = /^OTEL_(METRICS_EXPORTER|METRIC_EXPORT_|EXPORTER_)/;

/** Warns once of each, with its name and never its value; of one that is set to its default nothing is said. */
export function warnOfUnused(
  env: Readonly<Record<string, string | undefined>>,
  { store, publicUrl }: Pick<Config, 'store' | 'publicUrl'>,
  log: Log,
): void {
  const isThere = { redis: store.kind !== 'sqlite', PUBLIC_URL: publicUrl !== undefined };
  const warn = (name: string, why: string): void =>
    log.warn({ event: 'settings.unused', name }, `${name} does nothing here: ${why}`);
  const given = (name: string): string => env[name]?.trim() ?? '';
  for (const { name, needs, fromFile, default: usual } of settings) {
    const value = given(name);
    if (!fromFile && given(`${name}_FILE`) !== '')
      warn(`${name}_FILE`, `only secrets are read from files, set ${name} itself`);
    if (needs !== undefined && !isThere[needs] && value !== '' && value !== usual) warn(name, whyNot[needs]);
  }
  for (const name of Object.keys(env)) {
    if (!otelExport.test(name) || ['', 'prometheus', 'none'].includes(given(name))) continue;
    warn(name, 'it is about sending metrics, and they are only shown, at GET /metrics');
  }
}
