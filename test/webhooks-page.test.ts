/** docs/webhooks.md says of each source where it is reached and what opens it. */
import { expect, test } from 'vitest';
import { openedBy } from '../src/refusals/intake/sources.ts';
import { settings } from '../src/settings.ts';
import { pageOf } from './support/docs.ts';

const sections = pageOf('docs/webhooks.md').text.split('\n## ');

test.each(Object.entries(openedBy))('the page has a section of %s with its path and settings', (name, opens) => {
  const section = sections.find((one) => one.includes(`\`POST /webhooks/${name}\``));
  const names = opens.split(' and ');
  for (const setting of names) {
    expect(section).toContain(`\`${setting}\``);
    expect(settings.map((one) => one.name)).toContain(setting);
  }
});
