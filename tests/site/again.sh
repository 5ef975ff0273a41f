#!/bin/sh
# A second build of the same input writes nothing; one after a loss mends just what was lost.
cd "$(dirname "$0")/../.." && . tests/check.sh

check 'first build' build_site "$W/out"
files_of "$W/out" >"$W/first"
hashes_of "$W/out" >"$W/hashes"
check 'something was built' test "$(wc -l <"$W/first")" -gt 100
check 'second build' build_site "$W/out"
files_of "$W/out" >"$W/second"
check 'the second build writes nothing' diff -u "$W/first" "$W/second"

# Leftovers of a killed run are removed, what was lost or cut is written again; where the list of all is
# lost as well, somebody is asked first.
page=$(cd "$W/out" && ls -d P/*/index.html | head -n 1)
id=$(echo "$page" | cut -d/ -f2)
rm "$W/out/$page" "$W/out/MANIFEST.json"
echo half >"$W/out/en/P/$id/index.html"
echo half >"$W/out/P/$id/.fuda-index.html"
accept=$(build_site "$W/out" 2>&1 | grep -o -- '--accept=state-lost=[0-9a-f]*')
check 'build after a loss' build_site "$W/out" "$accept"
hashes_of "$W/out" >"$W/mended"
check 'the tree is whole again' diff -u "$W/hashes" "$W/mended"
check_report
