/** Answers a word that comes again without looking it up again; for as long as one message is read. */
export function remembered<T>(look: (form: string) => T): (form: string) => T {
  const known = new Map<string, T>();
  return (form) => {
    let answer = known.get(form);
    if (answer === undefined) {
      answer = look(form);
      known.set(form, answer);
    }
    return answer;
  };
}
