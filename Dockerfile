# One static program in an empty image. Build: docker build -t firstask .
FROM --platform=$BUILDPLATFORM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG TARGETOS TARGETARCH
# timetzdata: the time zones travel inside the program, the image has none.
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH \
    go build -trimpath -tags timetzdata -ldflags '-s -w' -o /out/firstask .

FROM scratch
LABEL org.opencontainers.image.title="firstask" \
      org.opencontainers.image.description="First-asked responsibility inside Slack" \
      org.opencontainers.image.source="https://github.com/firstask/firstask" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /src/LICENSE /LICENSE
COPY --from=build /out/firstask /firstask
# No user database here, so a number; 65532 is nobody in particular.
USER 65532:65532
EXPOSE 8080
# An empty image has no shell to check with: ask /healthz and /readyz from outside.
HEALTHCHECK NONE
ENTRYPOINT ["/firstask"]
CMD ["serve"]
