# shellcheck shell=bash disable=SC2034
# Sourced by deploy/quickstart and tests/run: installing what is missing, building. The caller has set -euo pipefail and stands at the top.

BUILD_PACKAGES=(
    cmake ninja-build gcc libc6-dev pkg-config
    libwebsockets-dev libwebsockets-evlib-uv libuv1-dev libssl-dev libjansson-dev libsqlite3-dev libsodium-dev libutf8proc-dev
    brotli gzip
)

# A line each.
say() {
    printf '%s\n' "$@"
}

die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "run this as root, or install sudo"
    fi
}

# Runs a command and shows what it said only if it fails.
quietly() {
    local said code=0
    said=$(mktemp)
    "$@" >"$said" 2>&1 || code=$?
    if [ "$code" -ne 0 ]; then
        cat "$said" >&2
    fi
    rm -f "$said"
    return "$code"
}

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@"
}

# Of the packages named, those that are not installed, one a line.
missing_packages() {
    local installed package
    installed=$(dpkg-query --show --showformat='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)
    for package in "$@"; do
        grep --quiet --line-regexp "installed $package" <<<"$installed" || printf '%s\n' "$package"
    done
}

need_packages() {
    local missing
    mapfile -t missing < <(missing_packages "$@")
    if [ "${#missing[@]}" -eq 0 ]; then
        return
    fi
    command -v apt-get >/dev/null || die "these packages are needed, and there is no apt-get to install them: ${missing[*]}"
    say "installing ${missing[*]}"
    quietly as_root apt-get update || say "the package lists could not be refreshed; trying with those there are"
    quietly apt_install "${missing[@]}" || die "could not install ${missing[*]}"
}

# Configures once; later the build itself sees whether that has to be repeated.
build_preset() {
    local preset=$1
    if [ ! -f "build/$preset/build.ninja" ] && [ ! -f "build/$preset/Makefile" ]; then
        rm -rf "build/$preset"
        quietly cmake --preset "$preset" -G Ninja || die "could not configure build/$preset"
    fi
    quietly cmake --build "build/$preset" --parallel "$(nproc)" || die "could not build build/$preset"
}
