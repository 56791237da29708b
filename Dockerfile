# card-member: the command, with platform and desk. The packages that it installs are made first: npm ci && npm run pack
#
# NODE_IMAGE installs: it has Node.js 24 and npm. BASE_IMAGE runs: it has the C and C++ libraries that Node.js needs.
ARG NODE_IMAGE=docker.io/library/node:24-bookworm-slim
ARG BASE_IMAGE=docker.io/library/debian:bookworm-slim

FROM ${NODE_IMAGE} AS install
WORKDIR /opt/card-member
COPY dist/*.tgz /tmp/packages/
# A registry of your own: --secret id=npmrc,src=$HOME/.npmrc. It is in no layer.
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc \
  npm install --omit=dev --ignore-scripts --no-audit --no-fund --no-update-notifier --cache /tmp/npm /tmp/packages/*.tgz
# What only compilers and debuggers read is a third of the packages.
RUN find node_modules -type f \( -name '*.d.ts' -o -name '*.d.cts' -o -name '*.d.mts' -o -name '*.map' \) -delete
# Docker gives a new volume the owner and mode of the folder that it covers.
RUN mkdir -p -m 700 /var/lib/card-member && cp "$(command -v node)" /opt/node

FROM ${BASE_IMAGE}
COPY --from=install /opt/node /usr/local/bin/node
COPY --from=install /opt/card-member /opt/card-member
COPY --from=install --chown=10001:10001 /var/lib/card-member /var/lib/card-member
ENV NODE_ENV=production PATH=/opt/card-member/node_modules/.bin:/usr/local/bin:/usr/bin:/bin
USER 10001:10001
WORKDIR /var/lib/card-member
VOLUME /var/lib/card-member
EXPOSE 8080 8090
# A container runs one server: the platform at 8080, or the desk at 8090.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "Promise.any([8080, 8090].map(async (port) => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok || Promise.reject())).then(() => process.exit(0), () => process.exit(1))"]
ENTRYPOINT ["node", "/opt/card-member/node_modules/card-member/bin/card-member.js"]
CMD ["--help"]
