#!/bin/sh
# MANIFEST.json names the parts of the list of files with their hashes; they list every other file
# once, and sha256sum, which is all that this takes, finds each as listed.
cd "$(dirname "$0")/../.." && . tests/check.sh

check 'built' build_site "$W/out"
cd "$W/out" || exit 1
W=..
sed -n 's/^{"path":"\([^"]*\)","sha256":"\([^"]*\)".*/\2  \1/p' MANIFEST.json >../parts
check 'the parts are as MANIFEST.json names them' sha256sum --check --strict --quiet ../parts
check 'there are parts' [ "$(wc -l <../parts)" -gt 2 ]
cut -c 67- ../parts | xargs cat >../list
check 'the files are as the parts list them' sha256sum --check --strict --quiet ../list
find . -type f ! -name MANIFEST.json ! -path './sums/*' | sed 's|^\./||' | LC_ALL=C sort >../files
cut -c 67- ../list | LC_ALL=C sort >../listed
check 'every file is listed once' diff -u ../files ../listed
find sums -type f | LC_ALL=C sort >../files
cut -c 67- ../parts | LC_ALL=C sort >../listed
check 'every part is named' diff -u ../files ../listed
check_empty 'no hidden files but well-known ones' find . -name '.*' ! -name . ! -name .well-known
check_report
