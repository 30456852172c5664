/**
 * Which time zones a region leaves possible. Countries: CLDR through `Intl.Locale`. Parts of the four countries below: the area comments of
 * `zone.tab` in the IANA time zone database, the tz source's notes on counties beside them, and ISO 3166-2 for the codes.
 *
 * - A part that spans zones has all of them: what cannot be told apart is held to the stricter.
 * - Legal zones count, not local custom (Phenix City, Alabama, keeps Georgia's time by custom).
 * - `US` is its states and DC: a territory goes by its own code (`territories.ts`).
 */
import { placeOf } from './territories.ts';

const newYork = 'America/New_York';
const chicago = 'America/Chicago';
const denver = 'America/Denver';
const losAngeles = 'America/Los_Angeles';
const saoPaulo = 'America/Sao_Paulo';
const fortaleza = 'America/Fortaleza';

const partZones: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  US: {
    AL: [chicago],
    AK: [
      'America/Anchorage',
      'America/Juneau',
      'America/Sitka',
      'America/Metlakatla',
      'America/Yakutat',
      'America/Nome',
      'America/Adak',
    ],
    AZ: ['America/Phoenix', denver],
    AR: [chicago],
    CA: [losAngeles],
    CO: [denver],
    CT: [newYork],
    DE: [newYork],
    DC: [newYork],
    FL: [newYork, chicago],
    GA: [newYork],
    HI: ['Pacific/Honolulu'],
    ID: ['America/Boise', losAngeles],
    IL: [chicago],
    IN: [
      'America/Indiana/Indianapolis',
      'America/Indiana/Knox',
      'America/Indiana/Marengo',
      'America/Indiana/Petersburg',
      'America/Indiana/Tell_City',
      'America/Indiana/Vevay',
      'America/Indiana/Vincennes',
      'America/Indiana/Winamac',
      'America/Kentucky/Louisville',
      newYork,
      chicago,
    ],
    IA: [chicago],
    KS: [chicago, denver],
    KY: [newYork, 'America/Kentucky/Louisville', 'America/Kentucky/Monticello', chicago],
    LA: [chicago],
    ME: [newYork],
    MD: [newYork],
    MA: [newYork],
    MI: ['America/Detroit', 'America/Menominee'],
    MN: [chicago],
    MS: [chicago],
    MO: [chicago],
    MT: [denver],
    NE: [chicago, denver],
    NV: [losAngeles, denver],
    NH: [newYork],
    NJ: [newYork],
    NM: [denver],
    NY: [newYork],
    NC: [newYork],
    ND: [
      chicago,
      denver,
      'America/North_Dakota/Center',
      'America/North_Dakota/New_Salem',
      'America/North_Dakota/Beulah',
    ],
    OH: [newYork],
    OK: [chicago],
    OR: [losAngeles, 'America/Boise'],
    PA: [newYork],
    RI: [newYork],
    SC: [newYork],
    SD: [chicago, denver],
    TN: [newYork, chicago],
    TX: [chicago, denver],
    UT: [denver],
    VT: [newYork],
    VA: [newYork],
    WA: [losAngeles],
    WV: [newYork],
    WI: [chicago],
    WY: [denver],
  },
  CA: {
    AB: ['America/Edmonton'],
    BC: ['America/Vancouver', 'America/Creston', 'America/Dawson_Creek', 'America/Fort_Nelson', 'America/Edmonton'],
    MB: ['America/Winnipeg'],
    NB: ['America/Moncton'],
    NL: ['America/St_Johns', 'America/Goose_Bay'],
    NS: ['America/Halifax', 'America/Glace_Bay'],
    NT: ['America/Edmonton', 'America/Inuvik'],
    NU: ['America/Iqaluit', 'America/Atikokan', 'America/Resolute', 'America/Rankin_Inlet', 'America/Cambridge_Bay'],
    ON: ['America/Toronto', 'America/Atikokan', 'America/Winnipeg'],
    PE: ['America/Halifax'],
    QC: ['America/Toronto', 'America/Blanc-Sablon', 'America/Halifax'],
    SK: ['America/Regina', 'America/Swift_Current', 'America/Edmonton'],
    YT: ['America/Whitehorse', 'America/Dawson'],
  },
  AU: {
    ACT: ['Australia/Sydney'],
    NSW: ['Australia/Sydney', 'Australia/Broken_Hill', 'Australia/Lord_Howe'],
    NT: ['Australia/Darwin'],
    QLD: ['Australia/Brisbane', 'Australia/Lindeman'],
    SA: ['Australia/Adelaide'],
    TAS: ['Australia/Hobart', 'Antarctica/Macquarie'],
    VIC: ['Australia/Melbourne'],
    WA: ['Australia/Perth', 'Australia/Eucla'],
  },
  BR: {
    AC: ['America/Rio_Branco'],
    AL: ['America/Maceio'],
    AM: ['America/Manaus', 'America/Eirunepe'],
    AP: ['America/Belem'],
    BA: ['America/Bahia'],
    CE: [fortaleza],
    DF: [saoPaulo],
    ES: [saoPaulo],
    GO: [saoPaulo],
    MA: [fortaleza],
    MG: [saoPaulo],
    MS: ['America/Campo_Grande'],
    MT: ['America/Cuiaba'],
    PA: ['America/Belem', 'America/Santarem'],
    PB: [fortaleza],
    PE: ['America/Recife', 'America/Noronha'],
    PI: [fortaleza],
    PR: [saoPaulo],
    RJ: [saoPaulo],
    RN: [fortaleza],
    RO: ['America/Porto_Velho'],
    RR: ['America/Boa_Vista'],
    RS: [saoPaulo],
    SC: [saoPaulo],
    SE: ['America/Maceio'],
    SP: [saoPaulo],
    TO: ['America/Araguaina'],
  },
};

/** What CLDR gives no zone, or not all of them: Kosovo, Ascension, Tristan da Cunha, and Johnston Atoll among the outlying islands. */
const missingInCldr: Readonly<Record<string, readonly string[]>> = {
  UM: ['Pacific/Midway', 'Pacific/Wake', 'Pacific/Honolulu'],
  XK: ['Europe/Belgrade'],
  AC: ['Atlantic/St_Helena'],
  TA: ['Atlantic/St_Helena'],
};

/** `US` of `US-FL` and of `US`. */
export function countryOf(region: string): string {
  const dash = region.indexOf('-');
  return dash < 0 ? region : region.slice(0, dash);
}

/** The four countries with a table of parts, and the codes in it: `{ country: 'US', parts: ['AL', …] }`. */
export function tabledParts(): readonly { readonly country: string; readonly parts: readonly string[] }[] {
  return Object.entries(partZones).map(([country, parts]) => ({ country, parts: Object.keys(parts) }));
}

/** The region whose zones `region` has: itself where the table names it, else its country. */
export function zonedRegion(region: string): string {
  const place = placeOf(region);
  return zonesOfPart(place) === undefined ? countryOf(place) : place;
}

/**
 * Zones that a region leaves possible, sorted.
 * @param region ISO 3166 country or part, upper case; a part without a table of its own has its country's zones
 * @returns undefined where nothing is known of the country
 */
export function zonesOfRegion(region: string): readonly string[] | undefined {
  const place = placeOf(region);
  const country = countryOf(place);
  const zones = zonesOfPart(place) ?? own(missingInCldr, country) ?? zonesOfCountry(country);
  return zones === undefined || zones.length === 0 ? undefined : [...zones].sort();
}

function zonesOfPart(region: string): readonly string[] | undefined {
  const country = countryOf(region);
  return own(own(partZones, country) ?? {}, region.slice(country.length + 1));
}

function zonesOfCountry(country: string): readonly string[] | undefined {
  if (!/^[A-Z]{2}$/.test(country)) return undefined;
  return new Intl.Locale(`und-${country}`).getTimeZones();
}

/** Regions come from callers: `constructor` is no state. */
function own<V>(table: Readonly<Record<string, V>>, key: string): V | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
