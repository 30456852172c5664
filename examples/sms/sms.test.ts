import { expect, test } from 'vitest';
import { runSmsDemo } from './demo.ts';

test('whoever answered STOP, or a no in words of four languages, is texted no more until START; whoever said thanks is', async () => {
  await runSmsDemo(
    () => {},
    async ({ steps, provider }) => {
      const results = (who: string) =>
        steps.filter((step) => step.who === who && step.what.startsWith('is sent')).map(({ result }) => result);
      expect(results('ann')).toEqual(['sent', 'held: suppressed', 'sent']);
      for (const who of ['bob', 'joe', 'kim', 'lea'])
        expect(results(who), who).toEqual(['sent', 'held: suppressed', 'held: suppressed']);
      for (const who of ['eve', 'max']) expect(results(who), who).toEqual(['sent', 'sent', 'sent']);
      // Each answer was taken: its signature held.
      const answers = steps.filter(({ what }) => what.startsWith('answers'));
      expect(answers.map(({ result }) => result)).toEqual(answers.map(() => '200'));
      expect(answers).toHaveLength(7);
      // What the provider was given is what was allowed, and nothing else.
      const toAnn = provider.sent.filter(({ to }) => to === '+4915112345671').map(({ body }) => body);
      expect(toAnn).toEqual(['Your parcel, on its way.', 'Your parcel, delivered.']);
    },
  );
});
