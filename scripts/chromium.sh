#!/bin/sh
# Chromium and a font for the tests that drive a browser: from the system's packages, where they are missing.
set -eu
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then
        exit 0
    fi
done
if ! command -v apt-get >/dev/null 2>&1; then
    echo "Chromium is missing and this system has no apt-get: install Chromium, then run this again." >&2
    exit 1
fi
echo "Chromium is missing: installing it from the system's packages." >&2
run=""
if [ "$(id -u)" -ne 0 ]; then
    run="sudo --non-interactive"
fi
$run env DEBIAN_FRONTEND=noninteractive apt-get update -qq
$run env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-liberation
