# docker run -v ./aiadmin.yaml:/config/aiadmin.yaml:ro -v aiadmin:/data -p 8000:8000 aiadmin
# Without a configuration the container ends with exit code 78 and names the path at which it looked.

# The build and its packages are plain JavaScript, the same for every platform: they are made once, on the builder's own.
FROM --platform=$BUILDPLATFORM node:24-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build

FROM --platform=$BUILDPLATFORM node:24-slim AS packages
WORKDIR /packages
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund --omit=dev
# An empty folder to copy: the volume below takes its owner over.
RUN mkdir data

FROM node:24-slim
LABEL org.opencontainers.image.title="AI-Admin" \
      org.opencontainers.image.description="The AI front desk that a small service business hosts itself" \
      org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production \
    AIADMIN_CONFIG=/config/aiadmin.yaml \
    AIADMIN_DATA=/data
WORKDIR /app
COPY --from=packages /packages/node_modules ./node_modules
COPY --from=build /build/dist ./dist
COPY package.json LICENSE ./
COPY --from=packages --chown=node:node /packages/data /data
USER node
VOLUME /data
EXPOSE 8000
# The port inside stays 8000; publish it under another one with -p.
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s --start-interval=1s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8000/health').then(answer => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Exec form: node is process 1 and gets SIGTERM itself. It starts no children, so that it needs no init.
# Half of the room that Node gives new objects, and garbage collected when the heap has grown by half: a busy desk takes a third less
# memory, for some percent of processor time.
ENTRYPOINT ["node", "--max-semi-space-size=8", "--heap-growing-percent=50", "/app/dist/core/cli/aiadmin.js"]
CMD ["start"]
