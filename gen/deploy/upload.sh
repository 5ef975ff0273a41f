#!/bin/sh
# Brings what a build changed to object storage, with rclone: upload.sh SITE REPORT REMOTE SENT
#
#   SITE    the folder that fuda build --out wrote
#   REPORT  the folder of its --report
#   REMOTE  where to, as rclone names it: bucket:registry
#   SENT    a folder of our own, outside SITE: the list of what was sent last and its edition, the signature
#           with it, and while sending is under way what is sent and removed
#
# What is sent is what changed.txt and removed.txt list, and whatever else differs between the list sent last
# and that of the site, as after a night that was not uploaded; no request is made for anything else, and nothing
# is removed that was not sent from here. After fuda rollback (give --compare) and the first time the lists alone say
# it; after an upload that was interrupted they, and what that one may have sent.
#
# Nothing is sent of a folder that is damaged, of one that is of another site or older than what was sent, or of a
# file that is not as MANIFEST.json has it.
#
# First files that pages need, then the directory of search, which names files of search, then pages, then the day
# that they are of (as-of.js) and the signature, and MANIFEST.json, which lists them, last of what is sent; what was
# removed goes after it. So a reader in the middle finds every link, and who
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

fail() {
	echo "upload.sh: $1" >&2
	exit 1
}

manifest=$site/MANIFEST.json
[ -f "$manifest" ] || fail "$site is not complete"
[ ! -L "$manifest" ] || fail "$manifest is a link"
[ "$(wc -c <"$manifest")" -le 67108864 ] || fail "$manifest is larger than any of a site"
[ "$(head -n 1 "$manifest")" = '{"format":"manifest/2",' ] || fail "$manifest is not of a site made by this version of fuda"
! grep -q '^"shard":' "$manifest" || fail "$site is a part of a site: merge the parts first"
mkdir -p "$sent"
case $(cd "$sent" && pwd -P)/ in
"$(cd "$site" && pwd -P)"/*) fail "$sent stands in $site, where it would be published" ;;
esac
command -v flock >/dev/null || fail 'flock(1) is missing'
exec 9<"$sent"
flock --nonblock 9 || fail "another upload with $sent is under way"
[ -f "$sent/list" ] || [ -f "$sent/edition" ] || [ -z "$(ls -A "$sent")" ] || fail "$sent is neither empty nor the memory of an upload"
[ -f "$sent/list" ] || { : >"$sent/list"; compare=yes; }

# Which site it is, and of which day.
sed -n 's/^"site":"\(.*\)",$/\1/p; s/^"sequence":\(-\{0,1\}[0-9]*\),$/\1/p' "$manifest" | head -n 2 >"$sent/edition.new"
if [ -f "$sent/edition" ]; then
	[ "$(head -n 1 "$sent/edition")" = "$(head -n 1 "$sent/edition.new")" ] ||
		fail "$site is of $(head -n 1 "$sent/edition.new"), and what was sent of $(head -n 1 "$sent/edition"): name another SENT, or remove $sent/edition where the address has changed"
	[ -n "$compare" ] || [ "$(tail -n 1 "$sent/edition.new")" -ge "$(tail -n 1 "$sent/edition")" ] ||
		fail "$site is older than what was sent: after fuda rollback give --compare"
fi
mkdir -p "$sent/lists"
rm -f "$sent/lists"/*
[ ! -e "$sent/unfinished" ] || compare=yes
[ -f "$report/changed.txt" ] || compare=yes
[ -f "$report/removed.txt" ] || compare=yes

# Every file of the site with its hash, as sha256sum writes them: the parts, what they list, and
# MANIFEST.json, which names the parts; and files of earlier days that are still there, with their list.
sed -n 's/^{"path":"\([^"]*\)","sha256":"\([^"]*\)".*/\2  \1/p' "$manifest" >"$sent/lists/parts"
! cut -c 67- "$sent/lists/parts" | grep -qv '^sums/[^./ ][^/ ]*\.sha256$' || fail "$manifest names what is no list"
(cd "$site" && sha256sum --check --quiet --strict) <"$sent/lists/parts" >&2 ||
	fail "a list of files in $site is not the one that MANIFEST.json names: build once more"
{
	(cd "$site" && sha256sum MANIFEST.json)
	cat "$sent/lists/parts"
	cut -c 67- "$sent/lists/parts" | (cd "$site" && xargs cat)
	[ ! -f "$site/$superseded" ] || (cd "$site" && sha256sum $superseded && grep -v '^#' $superseded)
} | sort >"$sent/lists/now"
cut -c 67- "$sent/lists/now" | sort >"$sent/lists/paths-now"
cut -c 67- "$sent/list" | sort >"$sent/lists/paths-before"

# What has to be sent, of what is there; what has to go, of what is not. What an upload that was interrupted
# sent or removed is as nobody knows.
touched() {
	[ ! -e "$sent/unfinished" ] || cat "$sent/unfinished"
}
{
	comm -13 "$sent/list" "$sent/lists/now" | cut -c 67-
	touched
	[ -n "$compare" ] || cat "$report/changed.txt"
} | sort -u | comm -12 - "$sent/lists/paths-now" >"$sent/lists/changed"
{
	cat "$sent/lists/paths-before"
	touched
	[ -n "$compare" ] || cat "$report/removed.txt"
} | sort -u | comm -23 - "$sent/lists/paths-now" >"$sent/lists/removed"
while IFS= read -r file; do
	[ ! -L "$site/$file" ] || fail "$site/$file is a link: build once more"
done <"$sent/lists/changed"
awk 'FNR == NR { is_wanted[$0]; next } substr($0, 67) in is_wanted' "$sent/lists/changed" "$sent/lists/now" >"$sent/lists/wanted"
[ ! -s "$sent/lists/wanted" ] || (cd "$site" && sha256sum --check --quiet --strict) <"$sent/lists/wanted" >&2 ||
	fail "files in $site are not as MANIFEST.json has them: build once more"

# The signature, made by the build or after it, stands in no list.
signature=MANIFEST.json.minisig
if [ ! -f "$site/$signature" ]; then
	if [ -f "$sent/$signature" ] && ! grep -qx $signature "$sent/lists/removed"; then
		echo $signature >>"$sent/lists/removed"
	fi
else
	grep -vx $signature "$sent/lists/removed" >"$sent/lists/others" || true
	mv "$sent/lists/others" "$sent/lists/removed"
	cmp -s "$sent/$signature" "$site/$signature" || grep -qx $signature "$sent/lists/changed" ||
		echo $signature >>"$sent/lists/changed"
fi
{
	touched
	cat "$sent/lists/changed" "$sent/lists/removed"
} | sort -u >"$sent/lists/unfinished"
mv "$sent/lists/unfinished" "$sent/unfinished"
rm -f "$sent/$signature"

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
		step = plain == "MANIFEST.json" ? 5 : plain ~ /^(as-of\.js|MANIFEST\.json\.minisig)$/ ? 4 : plain ~ /\.html$/ ? 3 : plain == "search/directory.js" ? 2 : 1
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

for list in "$sent/lists"/[12345].[0-9][0-9]; do
	case $list in
	*/5.*) (cd "$site" && sha256sum MANIFEST.json) | grep -qxF -f - "$sent/lists/now" ||
		fail "a build has changed $site meanwhile: upload once more" ;;
	esac
	[ ! -f "$list" ] || send "$list"
done
[ ! -s "$sent/lists/removed" ] || rclone delete "$remote" --files-from-raw "$sent/lists/removed"

[ ! -f "$site/$signature" ] || cp "$site/$signature" "$sent"
mv "$sent/edition.new" "$sent/edition"
mv "$sent/lists/now" "$sent/list"
rm -r "$sent/lists" "$sent/unfinished"
