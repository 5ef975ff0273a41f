#!/bin/sh
# XML is well-formed and PNG files are whole, as xmllint and pngcheck see them.
cd "$(dirname "$0")/../.." && . tests/check.sh

check 'built' build_site "$W/out"
gunzip "$W"/out/sitemap-*.xml.gz
find "$W/out" -name '*.svg' -o -name '*.xml' | sort >"$W/xml"
find "$W/out" -name '*.png' | sort >"$W/png"
check 'there are badges, codes and a sitemap' test "$(wc -l <"$W/xml")" -gt 100
check 'there are codes' test "$(wc -l <"$W/png")" -gt 50
check_empty 'xmllint' xargs -a "$W/xml" xmllint --noout --nonet
check 'pngcheck' xargs -a "$W/png" pngcheck -q
# A pngcheck that was compiled with another zlib than it runs with says so, and nothing else.
# shellcheck disable=SC2016
check_empty 'pngcheck says nothing' sh -c 'xargs -a "$1" pngcheck -q 2>&1 | sed "/^zlib warning:/d"' - "$W/png"
check_report
