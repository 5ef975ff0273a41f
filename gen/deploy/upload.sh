#!/bin/sh
# Brings what a build changed to object storage, with rclone: upload.sh SITE REPORT REMOTE SENT
#
#   SITE    the folder that fuda build --out wrote
#   REPORT  the folder of its --report
#   REMOTE  where to, as rclone names it: bucket:registry
#   SENT    a folder of our own: the manifest that was sent last, and whether sending is under way
#
# What is sent is what changed.txt and removed.txt list; no request is made for anything else. After an
# upload that was interrupted, after fuda rollback (give --compare), and the first time, the manifest sent
# last and that of the site are compared instead, which comes to the same and needs no report.
#
# First files that pages need, then pages, then what lists them, SHA256SUMS last; what was removed goes last. So a reader
# in the middle finds every link, and who copies the site can see whether it is complete.
set -eu

compare=
[ "${1:-}" != --compare ] || { compare=yes; shift; }
[ $# = 4 ] || { echo 'usage: upload.sh [--compare] SITE REPORT REMOTE SENT' >&2; exit 2; }
site=$1 report=$2 remote=$3 sent=$4
objects=$(dirname "$0")/objects.json
LC_ALL=C
export LC_ALL

[ -f "$site/SHA256SUMS" ] || { echo "upload.sh: $site is not complete" >&2; exit 1; }
mkdir -p "$sent/lists"
rm -f "$sent/lists"/*
[ -f "$sent/SHA256SUMS" ] || { : >"$sent/SHA256SUMS"; compare=yes; }
[ ! -e "$sent/unfinished" ] || compare=yes

if [ -n "$compare" ]; then
	sort "$sent/SHA256SUMS" >"$sent/lists/before"
	sort "$site/SHA256SUMS" >"$sent/lists/now"
	comm -13 "$sent/lists/before" "$sent/lists/now" | cut -c 67- >"$sent/lists/changed"
	cut -c 67- "$sent/lists/before" | sort >"$sent/lists/paths-before"
	cut -c 67- "$sent/lists/now" | sort >"$sent/lists/paths-now"
	comm -23 "$sent/lists/paths-before" "$sent/lists/paths-now" >"$sent/lists/removed"
	cmp -s "$sent/SHA256SUMS" "$site/SHA256SUMS" || echo SHA256SUMS >>"$sent/lists/changed"
else
	cp "$report/changed.txt" "$sent/lists/changed"
	cp "$report/removed.txt" "$sent/lists/removed"
fi
# The signature, made by the build or after it, stands in no manifest.
signature=MANIFEST.json.minisig
if [ ! -f "$site/$signature" ]; then
	[ ! -f "$sent/$signature" ] || echo $signature >>"$sent/lists/removed"
elif ! cmp -s "$sent/$signature" "$site/$signature"; then
	grep -qx $signature "$sent/lists/changed" || echo $signature >>"$sent/lists/changed"
fi
: >"$sent/unfinished"

# Sorts the paths into lists of equal metadata: lists/STEP.NUMBER, whose headers stand in
# lists/STEP.NUMBER.headers.
awk -v lists="$sent/lists" '
	function value_of(line, key, text) {
		text = line
		if (!sub(".*\"" key "\": \"", "", text))
			return ""
		sub("\"}?,?$", "", text)
		if (key == "pattern")
			sub("\", \"value.*", "", text)
		gsub(/\\\\/, "\\", text)
		return text
	}
	function find(table, path, i) {
		for (i = 0; i < n[table]; i++)
			if (pattern[table, i] == "" || path ~ pattern[table, i])
				return value[table, i]
		return ""
	}
	FNR == NR {
		if (/^"[a-z_]*": \[/) {
			table = $0
			gsub(/[":\[ ]/, "", table)
		} else if (/^{"pattern"/) {
			pattern[table, n[table] + 0] = value_of($0, "pattern")
			value[table, n[table]++] = value_of($0, "value")
		}
		next
	}
	{
		plain = $0
		encoding = find("content_encoding", plain)
		if (encoding != "")
			sub(/\.(gz|br)$/, "", plain)
		step = plain ~ /^(SHA256SUMS|MANIFEST\.json.*)$/ ? 3 : plain ~ /\.html$/ ? 2 : 1
		headers = "Content-Type: " find("content_type", plain) "\n" \
			"Cache-Control: " find("cache_control", plain) "\n" \
			(encoding == "" ? "" : "Content-Encoding: " encoding "\n")
		if (!((step, headers) in list)) {
			list[step, headers] = sprintf("%s/%d.%02d", lists, step, ++nlists)
			printf "%s", headers >(list[step, headers] ".headers")
		}
		print >list[step, headers]
	}' "$objects" "$sent/lists/changed"

# send LIST HEADERS: the files of a list, whatever the remote has of them.
send() {
	list=$1
	set --
	while IFS= read -r header; do
		set -- "$@" --header-upload "$header"
	done <"$list.headers"
	rclone copy "$site" "$remote" --files-from-raw "$list" --no-traverse --no-check-dest "$@"
}

for list in "$sent/lists"/[123].[0-9][0-9]; do
	[ ! -f "$list" ] || send "$list"
done
[ ! -s "$sent/lists/removed" ] || rclone delete "$remote" --files-from-raw "$sent/lists/removed"

rm -f "$sent/$signature"
[ ! -f "$site/$signature" ] || cp "$site/$signature" "$sent"
cp "$site/SHA256SUMS" "$sent/SHA256SUMS.new"
mv "$sent/SHA256SUMS.new" "$sent/SHA256SUMS"
rm -r "$sent/lists" "$sent/unfinished"
