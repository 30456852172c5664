/** Why an address of the form SCHEME://USER:PASSWORD@HOST:PORT cannot be meant: what its reader would only call unreadable. */

/** @returns what is wrong with its port or its password, as the end of a line that names the setting; it quotes neither. */
export function urlFault(url: string): string | undefined {
  const [, authority = '', rest = ''] = /^[a-z+]+:\/\/([^/?#]*)(.*)$/is.exec(url) ?? [];
  const at = authority.lastIndexOf('@');
  if (/%(?![0-9a-f]{2})/i.test(authority.slice(0, at + 1))) return passwordForm;
  if (
    authority
      .slice(at + 1)
      .split(',')
      .every(hasGoodPort)
  )
    return undefined;
  // What looks like a port is the password's beginning, which went on behind what ended the host.
  return at < 0 && rest.includes('@') ? passwordForm : 'a port is a whole number from 1 to 65535';
}

const passwordForm = 'in a user name or a password, / ? # and % are written as %2F %3F %23 %25';

function hasGoodPort(host: string): boolean {
  // An address of IPv6 without brackets has no port that could be told from it.
  const port = /^(?:\[[^\]]*\]|[^:]*):([^:]*)$/.exec(host)?.[1];
  return port === undefined || (/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535);
}
