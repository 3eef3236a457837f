#!/bin/sh
# Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0
#
# Verifies Gradsmith's kernels on the GPU of this machine, which needs neither a JDK nor a network:
#
#   ./gpu-verify [OPTION]...    ./gpu-verify --help lists the options
#
# The first start unpacks, by xz or by Python. NVRTC is taken from $GRADSMITH_NVRTC (a folder), else
# from the nvidia packages of $PYTHON (python3), else from $CUDA_HOME, else from where the loader looks.
# $GRADSMITH_UNPACKED is a folder to unpack into; without it: beside this script, if that can be written.

set -u

fail() {
  printf 'gpu-verify: %s\n' "$1" >&2
  exit 1
}

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 1
payload=$here/payload.tar.xz
python=${PYTHON:-python3}
command -v "$python" >/dev/null 2>&1 || python=

# Unpacks into a folder of another name first, so that nobody runs what is unpacked by half.
unpack() {
  mkdir -p "$base" && part=$(mktemp -d "$base/unpacking-XXXXXX") || fail "cannot write to $base"
  trap 'rm -rf "$part"' EXIT
  if command -v xz >/dev/null 2>&1; then
    xz -dc "$payload" | tar -xf - -C "$part"
  elif [ -n "$python" ]; then
    "$python" -c 'import sys, tarfile; tarfile.open(sys.argv[1], "r:xz").extractall(sys.argv[2])' \
      "$payload" "$part"
  else
    fail 'neither xz nor python3 is here to unpack with'
  fi
  [ -x "$part/jre/bin/java" ] || fail "$payload cannot be unpacked"
  mv "$part" "$root" 2>/dev/null || [ -d "$root" ] || fail "cannot write to $base"
  rm -rf "$part" "$root/${part##*/}" # where another start was faster, mv put it inside
  trap - EXIT
}

# The folder of the newest NVRTC among the packages of Python.
packaged_nvrtc() {
  "$python" - <<'EOF'
import glob, os, site, sys
places = site.getsitepackages() + [site.getusersitepackages()] + [p for p in sys.path if p]
files = []
for place in places:
    files += glob.glob(os.path.join(glob.escape(place), "nvidia", "*", "lib", "libnvrtc.so.1[23]"))
if files:
    print(os.path.dirname(max(files, key=lambda file: file[-2:])))
EOF
}

[ -r "$payload" ] || fail "no $payload"
base=${GRADSMITH_UNPACKED:-}
if [ -z "$base" ]; then
  base=$here
  [ -w "$base" ] || base=${TMPDIR:-/tmp}/gradsmith-$(id -u)
fi
root=$base/unpacked-$(cksum <"$payload" | cut -d' ' -f1)
[ -d "$root" ] || unpack

nvrtc=${GRADSMITH_NVRTC:-}
[ -n "$nvrtc" ] || [ -z "$python" ] || nvrtc=$(packaged_nvrtc 2>/dev/null)

classpath=
for entry in "$root"/lib/*; do
  classpath=$classpath:$entry
done
exec "$root/jre/bin/java" --enable-native-access=ALL-UNNAMED --add-modules jdk.incubator.vector \
  -Dgradsmith.cpu=java ${nvrtc:+"-Dgradsmith.nvrtc=$nvrtc"} -cp "${classpath#:}" \
  org.gradsmith.samples.cli.Main gpu-verify "$@"
