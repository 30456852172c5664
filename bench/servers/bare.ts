/** Bare Hono answering a POST: reads the JSON body as any handler must, answers the same body. `READ_BODY=no` leaves the reading out. */
import { sampleAnswer, servePost } from './shell.ts';

if (process.env['READ_BODY'] === 'no') servePost((c) => c.json(sampleAnswer));
else {
  servePost(async (c) => {
    await c.req.json();
    return c.json(sampleAnswer);
  });
}
