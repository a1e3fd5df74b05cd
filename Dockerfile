# holerace with QEMU and the mkfs tools, for an ordinary user: no privileges and no KVM are needed, and with
# --device /dev/kvm it is faster. scripts/image builds and tests it.
ARG BASE=docker.io/library/debian:trixie-slim

FROM ${BASE} AS build
# libnode-dev: the headers against which mmap-io is compiled.
RUN apt-get update -q \
 && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
      ca-certificates g++ libnode-dev make nodejs npm python3
WORKDIR /holerace
COPY package.json package-lock.json ./
COPY scripts/cxxflags scripts/
# The secret: certificates of a proxy that the build stands behind, if there is one.
RUN --mount=type=secret,id=ca \
    if [ -s /run/secrets/ca ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca; fi; \
    CXXFLAGS=$(scripts/cxxflags) npm_config_nodedir=/usr npm ci --no-audit --no-fund && test -e node_modules/mmap-io
COPY tsconfig.json LICENSE README.md ./
COPY src src
COPY scripts scripts
# Without what only builds and tests need.
RUN npm run --silent build \
 && npm prune --omit=dev --no-audit --no-fund --ignore-scripts \
 && find build node_modules -name '*.map' -delete \
 && rm -rf src tsconfig.json

FROM ${BASE}
LABEL org.opencontainers.image.title="holerace" \
      org.opencontainers.image.description="Finds stale mmap reads: races read faults over holes of a mapped file on DAX against write(2), in any kernel booted in QEMU" \
      org.opencontainers.image.licenses="MIT"
RUN apt-get update -q \
 && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
      busybox cpio e2fsprogs kmod libarchive-tools nodejs qemu-system-x86 xfsprogs xz-utils zstd \
 # Other machines than the one that is emulated, and the Python of xfs_scrub: 70 MB that nothing here runs.
 && rm -rf /usr/bin/qemu-system-i386 /usr/bin/qemu-system-x86_64-microvm /usr/lib/python3* /usr/bin/python3* \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/* /usr/share/doc/* /usr/share/man/* /usr/share/locale/* \
 && useradd --create-home --uid 1000 holerace
COPY --from=build /holerace /usr/lib/holerace
RUN ln -s /usr/lib/holerace/build/src/cli/bin.js /usr/bin/holerace
USER holerace
# A user that the image does not know (--user) has no home: the cache must not need one.
ENV XDG_CACHE_HOME=/tmp/cache
WORKDIR /work
HEALTHCHECK --interval=1h --timeout=60s CMD ["holerace", "selftest"]
ENTRYPOINT ["holerace"]
CMD ["--help"]
