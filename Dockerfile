FROM node:26-bookworm-slim AS modules
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Of Swagger UI /docs serves two files; the other forms of the same and their source maps are 10 MB.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --loglevel=error \
  && cd node_modules/swagger-ui-dist \
  && rm -f *.map swagger-ui.js swagger-ui-es-bundle* swagger-ui-standalone-preset*

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
