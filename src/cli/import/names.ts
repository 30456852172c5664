/** What can be imported. */
export const importNames = ['contacts', 'refusals', 'suppressions', 'consents'] as const;
export type ImportName = (typeof importNames)[number];
