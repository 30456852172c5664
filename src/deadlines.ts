/**
 * How long the service waits, in milliseconds, for what may be slow or gone. One record, so that tests of what is decided can be patient
 * (`test/support/patient.mjs`) on a machine that is busy with other things; nothing else changes it.
 */
export const deadlines = {
  /** Until a question is answered, with the store or without. */
  answerMs: 450,
  /** The same for a line of a stream or an element of a batch: they wait for each other, and a busy process is no store out of reach. */
  streamAnswerMs: 10_000,
  /** Until a page of the decision log is there. */
  logPageMs: 5000,
  /** One command to Redis. */
  commandMs: 300,
  /** Until a write to Redis must have begun; a little earlier than the answer. */
  writeMs: 400,
  /** Until what was written is where REDIS_ACK wants it. */
  ackMs: 400,
  /** Until the ledger has taken an event, or answers a question. */
  ledgerMs: 1000,
  /** Until a connection to Redis stands. */
  connectMs: 1000,
  /** On a connection to Redis that should be answering and is silent. */
  silenceMs: 2000,
  /** For the store when the service starts; later it is used when it comes. */
  openMs: 3000,
  /** For a running service, by the command line that looks for one. */
  probeMs: 2000,
};
