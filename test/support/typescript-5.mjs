/** openapi-typescript prints with the TypeScript of the fifth line, which has a compiler to import; the project's own has none. */
import { registerHooks } from 'node:module';

registerHooks({
  resolve: (specifier, context, next) => next(specifier === 'typescript' ? 'typescript-5' : specifier, context),
});
