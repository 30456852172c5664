FROM node:26-bookworm-slim AS modules
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# /docs serves one self-contained file of a package whose other 270 MB serve only its own build. Its entry file lets it be resolved.
RUN npm ci --omit=optional --ignore-scripts --loglevel=error \
  && mkdir -p /docs-page/dist/browser \
  && cd node_modules/@scalar/api-reference \
  && cp package.json /docs-page/ \
  && cp dist/index.js /docs-page/dist/ \
  && cp dist/browser/standalone.js /docs-page/dist/browser/
RUN npm prune --omit=dev --omit=optional --ignore-scripts --loglevel=error \
  && mkdir -p node_modules/@scalar \
  && mv /docs-page node_modules/@scalar/api-reference

FROM node:26-bookworm-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=8080 \
    STORE_URL=sqlite:/data/contact-guard.db \
    SPOOL_DIR=/data/spool \
    API_KEYS_FILE=/data/api-keys.json \
    POLICY_DIR=/app/policies
WORKDIR /app
RUN mkdir /data && chown node:node /data && ln -s /app/bin/contact-guard.mjs /usr/local/bin/contact-guard
COPY --from=modules /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY bin ./bin
COPY scripts/run.mjs scripts/setup.mjs ./scripts/
COPY policies ./policies
COPY src ./src
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
