/** `npm run example:sms`. */
import { runSmsDemo } from './demo.ts';

await runSmsDemo((text) => void process.stdout.write(text));
