#!/bin/sh
# MANIFEST.json names the parts of the list of files with their hashes; they list every other file
# once, and sha256sum, which is all that this takes, finds each as listed.
cd "$(dirname "$0")/../.." && . tests/check.sh

check 'built' build_site "$W/out"
ROOT=$PWD
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

# What README.md says to type finds what is not as it was published, and nothing else.
sed -n '/^## Checking a folder/,/^## Browsers/s/^    //p' "$ROOT/README.md" | sed "s|/tmp/lists|../said|g" >../commands
check 'README.md has four commands' [ "$(wc -l <../commands)" = 4 ]
check_empty 'they say nothing of a site as it was made' sh ../commands
said() { sh ../commands >../found 2>&1; grep -q "^$1: FAILED" ../found; }
page=$(find P -name index.html | sort | head -n 1)
cp -p "$page" ../page && echo >>"$page"
check 'they name a page that was changed' said "$page"
cp -p ../page "$page"
list=$(find sums -name 'products-*' | sort | head -n 1)
cp -p "$list" ../kept && sed -i 1d "$list"
check 'they name a list that was changed' said "$list"
cp -p ../kept "$list"
check_empty 'they say nothing again' sh ../commands
check_report
