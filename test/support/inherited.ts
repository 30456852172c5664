const names = ['PATH', 'NODE_OPTIONS', 'NODE_COMPILE_CACHE'];

/** What processes that tests start have of this one's environment: settings of whoever runs the tests are none of theirs. */
export function inherited(): Record<string, string | undefined> {
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}
