#!/bin/sh
# Installs a Swift toolchain for Linux into a folder, as root, on a machine with apt.
# Debian's own compiler packages are unpacked into a Debian root of their own, so nothing on the machine changes.
# Usage: install-swift.sh FOLDER. Safe to run again: a finished installation is left alone.
set -eu

SUITE=trixie
PACKAGES="swiftlang libc6-dev libstdc++-14-dev"

cache=${1:?usage: install-swift.sh FOLDER}
root=$cache/root

fail() {
  echo "install-swift: $1" >&2
  exit 1
}

[ "$(id -u)" = 0 ] || fail "this needs root, to make a Debian root and mount /proc in it"
command -v apt-get >/dev/null || fail "this needs apt-get, for the address and keys of a Debian mirror"

mkdir -p "$cache"
# Two suites may start at once; the second waits and then finds the work done.
exec 9>"$cache/install.lock"
flock 9
[ ! -f "$root/ready" ] || exit 0

debian_mirror() {
  apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(REPO_URI)' 'Created-By: Packages' |
    sed -n 's/^Debian|Debian|//p' | head -n 1
}

mirror=$(debian_mirror)
if [ -z "$mirror" ]; then
  # apt knows whose mirror it has only after it has read the release files.
  apt-get update >/dev/null
  mirror=$(debian_mirror)
fi
[ -n "$mirror" ] || fail "apt has no Debian mirror among its sources"

if ! command -v debootstrap >/dev/null; then
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends debootstrap >/dev/null ||
    fail "debootstrap is missing and could not be installed"
fi

if [ -z "${http_proxy:-}" ]; then
  proxy=
  eval "$(apt-config shell proxy Acquire::http::Proxy)"
  [ -z "$proxy" ] || export http_proxy="$proxy"
fi

partial=$cache/root.partial
rm -rf --one-file-system "$partial"
log=$cache/install.log
echo "install-swift: $SUITE with $PACKAGES into the cache folder (about 3 GB)"
debootstrap --variant=minbase "$SUITE" "$partial" "$mirror" >"$log" 2>&1 ||
  fail "debootstrap failed; see install.log in the cache folder"
cp /etc/resolv.conf "$partial/etc/resolv.conf"

# The mounts live in a namespace of this command alone and are gone when it ends, however it ends.
unshare --mount --propagation private sh -eu -c '
  mount -t proc proc "$1/proc"
  mount --rbind /dev "$1/dev"
  exec chroot "$1" sh -eu -c "
    export DEBIAN_FRONTEND=noninteractive
    apt-get update
    apt-get install -y --no-install-recommends $2
    apt-get clean
    rm -rf /var/lib/apt/lists/*
    swift --version"
' sh "$partial" "$PACKAGES" >>"$log" 2>&1 || fail "the packages did not install; see install.log in the cache folder"

touch "$partial/ready"
rm -rf --one-file-system "$root"
mv "$partial" "$root"
