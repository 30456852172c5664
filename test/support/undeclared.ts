/** Fields of an answer that its JSON Schema does not name: objects of the document are open, so that a reader must not fail at a new one. */

interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly const?: unknown;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
}

/** @param named the document's own schemas @returns paths */
export function undeclared(value: unknown, schema: Schema, named: Readonly<Record<string, unknown>>): string[] {
  const partsOf = (one: Schema): Schema[] => {
    const target = one.$ref === undefined ? undefined : (named[one.$ref.split('/').at(-1) ?? ''] as Schema);
    const inner = [target, ...(one.allOf ?? []), ...(one.anyOf ?? []), ...(one.oneOf ?? [])];
    return [one, ...inner.flatMap((part) => (part ? partsOf(part) : []))];
  };
  const look = (found: unknown, schemas: readonly Schema[], path: string): string[] => {
    if (typeof found !== 'object' || found === null) return [];
    const parts = schemas.flatMap(partsOf);
    if (Array.isArray(found)) {
      const items = parts.flatMap(({ items: each }) => each ?? []);
      return found.flatMap((one) => look(one, items, `${path}[]`));
    }
    // Of several kinds, those that it can be.
    const fits = parts.filter(({ properties = {} }) =>
      Object.entries(found).every(([name, own]) => [undefined, own].includes(properties[name]?.const as never)),
    );
    return Object.entries(found).flatMap(([name, inner]) => {
      const own = fits.flatMap(({ properties, additionalProperties: others }) => {
        const any = properties === undefined && typeof others === 'object' ? others : undefined;
        return properties?.[name] ?? any ?? [];
      });
      if (own.length === 0) return [`${path}.${name}`];
      const isOpen = own.some((one) => Object.keys(one).every((key) => key === 'description'));
      return isOpen ? [] : look(inner, own, `${path}.${name}`);
    });
  };
  return [...new Set(look(value, [schema], ''))];
}
