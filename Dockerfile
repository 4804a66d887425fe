# docker build -t hone .
# docker run -p 127.0.0.1:8080:8080 hone serve --insecure --upstream http://model-server:8000/v1

FROM swift:6.3-bookworm AS build
RUN apt-get -q update \
    && DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install libcurl4-openssl-dev libssl-dev pkg-config \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
# The packages first: they change less often than the sources.
COPY Package.swift ./
RUN swift package resolve
COPY Sources ./Sources
COPY Tests ./Tests
RUN swift build -c release --static-swift-stdlib --product hone
# The binary finds its resources beside itself.
RUN mkdir /staging \
    && bin=$(swift build -c release --static-swift-stdlib --show-bin-path) \
    && cp "$bin/hone" /staging/ \
    && cp -R "$bin/hone_TinyModel.resources" /staging/

FROM debian:bookworm-slim
RUN apt-get -q update \
    && DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install ca-certificates libcurl4 libssl3 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin hone
COPY --from=build /staging /opt/hone
ENV PATH=/opt/hone:$PATH
USER hone
EXPOSE 8080
# The image has no curl, but bash can open a connection. Looks at the default port.
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s --retries=3 CMD ["bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [[ $status == 200 ]]"]
ENTRYPOINT ["hone"]
# Without keys, whoever reaches the container can use the model server: say HONE_INSECURE=true, or mount a file with keys.
ENV HONE_LISTEN_HOST=0.0.0.0
CMD ["serve"]
