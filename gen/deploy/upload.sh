#!/bin/sh
# Brings what a build changed to object storage, with rclone: upload.sh SITE REPORT REMOTE SENT
#
#   SITE    the folder that fuda build --out wrote
#   REPORT  the folder of its --report
#   REMOTE  where to, as rclone names it: bucket:registry
#   SENT    a folder of our own: the list of what was sent last, the signature with it, and whether
#           sending is under way
#
# What is sent is what changed.txt and removed.txt list; no request is made for anything else. After an
# upload that was interrupted, after fuda rollback (give --compare), and the first time, the list sent
# last and that of the site are compared instead, which comes to the same and needs no report.
#
# First files that pages need, then pages, then the signature, and MANIFEST.json, which lists them, last
# of what is sent; what was removed goes after it. So a reader in the middle finds every link, and who
# copies the site can see whether it is complete. Styles, scripts and search files that a night does without
# stay for some days in the site (keep_superseded_days), and so in the storage.
set -eu

compare=
[ "${1:-}" != --compare ] || { compare=yes; shift; }
[ $# = 4 ] || { echo 'usage: upload.sh [--compare] SITE REPORT REMOTE SENT' >&2; exit 2; }
site=$1 report=$2 remote=$3 sent=$4
objects=$(dirname "$0")/objects.json
superseded=sums/superseded.sha256
LC_ALL=C
export LC_ALL

[ -f "$site/MANIFEST.json" ] || { echo "upload.sh: $site is not complete" >&2; exit 1; }
! grep -q '^"shard":' "$site/MANIFEST.json" ||
	{ echo "upload.sh: $site is a part of a site: merge the parts first" >&2; exit 1; }
mkdir -p "$sent/lists"
rm -f "$sent/lists"/*
[ -f "$sent/list" ] || { : >"$sent/list"; compare=yes; }
[ ! -e "$sent/unfinished" ] || compare=yes

# Every file of the site with its hash, as sha256sum writes them: the parts, what they list, and
# MANIFEST.json, which names the parts; and files of earlier days that are still there, with their list.
parts() {
	sed -n 's/^{"path":"\([^"]*\)","sha256":"\([^"]*\)".*/\2  \1/p' "$site/MANIFEST.json"
}
{
	(cd "$site" && sha256sum MANIFEST.json)
	parts
	parts | cut -c 67- | (cd "$site" && xargs cat)
	[ ! -f "$site/$superseded" ] || (cd "$site" && sha256sum $superseded && grep -v '^#' $superseded)
} | sort >"$sent/lists/now"

if [ -n "$compare" ]; then
	comm -13 "$sent/list" "$sent/lists/now" | cut -c 67- >"$sent/lists/changed"
	cut -c 67- "$sent/list" | sort >"$sent/lists/paths-before"
	cut -c 67- "$sent/lists/now" | sort >"$sent/lists/paths-now"
	comm -23 "$sent/lists/paths-before" "$sent/lists/paths-now" >"$sent/lists/removed"
else
	cp "$report/changed.txt" "$sent/lists/changed"
	cp "$report/removed.txt" "$sent/lists/removed"
fi
# The signature, made by the build or after it, stands in no list.
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
		step = plain == "MANIFEST.json" ? 4 : plain == "MANIFEST.json.minisig" ? 3 : plain ~ /\.html$/ ? 2 : 1
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

for list in "$sent/lists"/[1234].[0-9][0-9]; do
	[ ! -f "$list" ] || send "$list"
done
[ ! -s "$sent/lists/removed" ] || rclone delete "$remote" --files-from-raw "$sent/lists/removed"

rm -f "$sent/$signature"
[ ! -f "$site/$signature" ] || cp "$site/$signature" "$sent"
mv "$sent/lists/now" "$sent/list"
rm -r "$sent/lists" "$sent/unfinished"
