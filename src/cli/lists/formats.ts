/** Names of the systems whose lists are understood, and what a list is told to be where its columns do not say it. */
export const listNames = ['sendgrid', 'mailchimp', 'ses', 'twilio', 'mailgun', 'klaviyo', 'braze', 'listmonk'] as const;
export type ListName = (typeof listNames)[number];

export const listSignals = ['unsubscribe', 'stop', 'complaint', 'hard_bounce', 'do_not_contact'] as const;
export type ListSignal = (typeof listSignals)[number];
