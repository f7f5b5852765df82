#!/bin/sh
# Fetches rke2-bootstrap by its hash and starts it. Run once, by cloud-init, on the first boot of a node.
set -eu

fetched=$(mktemp)
trap 'rm -f "$fetched"' EXIT

until aws s3api get-object --region '@region@' --bucket '@bucket@' --key '@key@' "$fetched" >/dev/null; do
  echo 's3://@bucket@/@key@ cannot be fetched; trying again in 10 s' >&2
  sleep 10
done

echo "@sha256@  $fetched" | sha256sum --check --status || {
  echo 's3://@bucket@/@key@ does not have the hash @sha256@; it is not run' >&2
  exit 1
}

install -D -m 0755 "$fetched" '@program@'
systemctl daemon-reload
systemctl enable --now '@unit@'
