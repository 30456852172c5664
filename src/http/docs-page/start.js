// Runs in the browser. What would ask another host (the validator's badge) is off, and no key is kept.
/* global SwaggerUIBundle */
SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#reference',
  layout: 'BaseLayout',
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  defaultModelExpandDepth: 2,
  defaultModelRendering: 'example',
  filter: false,
  persistAuthorization: false,
  queryConfigEnabled: false,
  validatorUrl: null,
});
