/**
 * Places with two codes: entries of ISO 3166-1 that are also a part of another country in ISO 3166-2 (`PR` and `US-PR`). The place goes by
 * its own code everywhere, and is no part of that other country.
 */

/** Its own code, and the others: the part of the country it belongs to, and codes that were given up or are in use beside it. */
const otherCodes: Readonly<Record<string, string>> = {
  AS: 'US-AS',
  GU: 'US-GU',
  MP: 'US-MP',
  PR: 'US-PR',
  UM: 'US-UM',
  VI: 'US-VI',
  // The numbers are those of the departments; ISO 3166-2 has both for the five regions.
  GP: 'FR-GP FR-971',
  MQ: 'FR-MQ FR-972',
  GF: 'FR-GF FR-973',
  RE: 'FR-RE FR-974',
  YT: 'FR-YT FR-976',
  PM: 'FR-PM FR-975',
  BL: 'FR-BL FR-977',
  MF: 'FR-MF FR-978',
  TF: 'FR-TF FR-984',
  WF: 'FR-WF FR-986',
  PF: 'FR-PF FR-987',
  NC: 'FR-NC FR-988',
  HK: 'CN-HK CN-91',
  MO: 'CN-MO CN-92',
  TW: 'CN-TW CN-71',
  AW: 'NL-AW',
  CW: 'NL-CW',
  SX: 'NL-SX',
  'BQ-BO': 'NL-BQ1',
  'BQ-SA': 'NL-BQ2',
  'BQ-SE': 'NL-BQ3',
  SJ: 'NO-21 NO-22',
  AX: 'FI-01',
  // No entries of ISO 3166-1, but telephone numbers and the data of holidays name them so.
  XK: 'RS-KM',
  AC: 'SH-AC',
  TA: 'SH-TA',
  'ES-CN': 'IC',
};

const places: ReadonlyMap<string, string> = new Map(
  Object.entries(otherCodes).flatMap(([place, codes]) =>
    codes.split(' ').map((code): [string, string] => [code, place]),
  ),
);

/** @returns the one code of a region: `PR` of `US-PR`; any other region as it is. */
export function placeOf(region: string): string {
  return places.get(region) ?? region;
}

/** @returns the part of another country that a place is too: `US-PR` of `PR`; undefined where it is none. */
export function partCodeOf(place: string): string | undefined {
  const code = Object.hasOwn(otherCodes, place) ? otherCodes[place]?.split(' ')[0] : undefined;
  return code?.includes('-') ? code : undefined;
}

/** Every other code with the place it stands for. */
export function otherCodesOfPlaces(): readonly (readonly [code: string, place: string])[] {
  return [...places];
}
