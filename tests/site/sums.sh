#!/bin/sh
# SHA256SUMS lists every other file once, and sha256sum finds each as listed.
cd "$(dirname "$0")/../.." && . tests/check.sh

check 'built' build_site "$W/out"
cd "$W/out" || exit 1
W=..
check 'sha256sum -c' sha256sum --check --strict --quiet SHA256SUMS
find . -type f ! -name SHA256SUMS | sed 's|^\./||' | LC_ALL=C sort >../files
sed 's/^[0-9a-f]\{64\}  //' SHA256SUMS | LC_ALL=C sort >../listed
check 'every file is listed once' diff -u ../files ../listed
check_empty 'no hidden files but well-known ones' find . -name '.*' ! -name . ! -name .well-known
check_report
