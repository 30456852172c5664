/** Telephone numbers: E.164, or why a text is none. A number that can be read in two ways is not guessed at (contract 1). */
import {
  type CountryCode,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';

export interface ReadPhone {
  /** E.164. */
  readonly text: string;
  /** ISO 3166 country, where the numbering plan tells. */
  readonly country: string | undefined;
}

/**
 * @param text as `visible` gives it, without white space at its ends
 * @param country ISO 3166, of a national number
 * @returns undefined where it is no number; `fault` where it could be two
 */
export function readPhone(
  text: string,
  country: string | undefined,
): ReadPhone | { readonly fault: string } | undefined {
  if (fromSpreadsheet(text)) return { fault: spreadsheetFault };
  // The parser passes over what follows a semicolon: a parameter (RFC 3966) may, another number of a list may not.
  if (/;(?![a-z][a-z-]*=)/i.test(text)) return undefined;
  const home = country !== undefined && isSupportedCountry(country) ? country : undefined;
  const bare = text.replace(/^tel:/i, '');
  const number = parse(bare, home);
  if (!number?.isPossible()) return undefined;
  const other = home === undefined ? undefined : withCountryCode(bare, number);
  if (other) {
    const code = other.countryCallingCode;
    return {
      fault: `begins with ${code} and can be read with that country code and without it: write +${code}… and the whole number`,
    };
  }
  return { text: number.number, country: number.country };
}

const spreadsheetFault =
  'is written as a spreadsheet writes numbers, which gains or loses digits: format the column as text and write the whole number, such as +49…';

/** `4915112345678.0`, `4.9E+12`: digits with a fraction or an exponent. */
function fromSpreadsheet(text: string): boolean {
  const bare = text.replace(/[\s()]/gu, '');
  return (
    /^[+-]?\d+(?:[.,]\d+)?e[+-]?\d+$/i.test(bare) ||
    /^[+-]?(?:\d+[.,]0{1,2}|\d{7,}[.,]\d{1,2}|\d{7,}[.,]0+)$/.test(bare)
  );
}

function parse(text: string, country: CountryCode | undefined): PhoneNumber | undefined {
  try {
    const number = parsePhoneNumberFromString(text, { extract: false, ...(country && { defaultCountry: country }) });
    return number && withoutOldMobileOne(number);
  } catch {
    return undefined;
  }
}

/** Mexico dialled its mobiles with a 1 after +52 until 2019, and lists still write it. */
function withoutOldMobileOne(number: PhoneNumber): PhoneNumber {
  if (number.countryCallingCode !== '52' || !/^1\d{10}$/.test(number.nationalNumber)) return number;
  return parsePhoneNumberFromString(`+52${number.nationalNumber.slice(1)}`) ?? number;
}

/**
 * The other reading of digits without `+` that begin with the country's own code, where it is as good as the national one: both tried, no
 * list of countries. A national number in use beats one that nobody has: in India ten digits that begin with 91 are a mobile.
 */
function withCountryCode(text: string, national: PhoneNumber): PhoneNumber | undefined {
  if (text.includes('+')) return undefined;
  const digits = text.replace(/\P{Nd}+/gu, '');
  // The usual national number ends here; digits of other scripts are left to the parser.
  if (/^\d*$/.test(digits) && !digits.startsWith(national.countryCallingCode)) return undefined;
  const ext = national.ext?.length ?? 0;
  const other = parse(`+${digits.slice(0, digits.length - ext)}`, undefined);
  if (!other?.isPossible() || other.number === national.number) return undefined;
  if (other.countryCallingCode !== national.countryCallingCode) return undefined;
  return national.isValid() && !other.isValid() ? undefined : other;
}
