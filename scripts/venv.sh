#!/bin/sh
# A virtual environment. Debian keeps what makes one in a package of its own: fetched where it is missing.
set -eu
python=$1
folder=$2
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    echo "This Python cannot make virtual environments: installing the system's package for it." >&2
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    run=""
    if [ "$(id -u)" -ne 0 ]; then
        run="sudo --non-interactive"
    fi
    $run env DEBIAN_FRONTEND=noninteractive apt-get update -qq
    $run env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "python$version-venv"
fi
"$python" -m venv "$folder"
