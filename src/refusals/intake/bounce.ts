/** Which failures mean that an address is dead. A full mailbox, a message too large or a policy against the sender say nothing of the address. */

const dead = new Set(['5.1.1', '5.1.3', '5.1.6', '5.1.10', '5.2.1']);

/** A report's own status (RFC 3463), where nobody else has judged it: only what is known to mean a dead address. */
export function isDeadStatus(status: string | undefined): boolean {
  return status !== undefined && dead.has(status);
}

/**
 * The status of a bounce that a provider calls permanent: its judgement stands, unless the status says that it is about the message or its
 * sender: temporary (4), mailbox full or message too large (5.2.2, 5.2.3, 5.3.4), content (5.6), policy (5.7).
 */
export function isAboutAddress(status: string | undefined): boolean {
  return status === undefined || !/^(4\.|5\.2\.[23]$|5\.3\.4$|5\.[67]\.)/.test(status);
}

/** The status in the words of a mail server: `550 5.1.1 user unknown`. */
export function statusIn(words: string | undefined): string | undefined {
  return /(?:^|[\s(#-])([245]\.\d{1,3}\.\d{1,3})(?=$|[\s):;,.-])/.exec(words ?? '')?.[1];
}
