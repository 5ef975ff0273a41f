#!/bin/sh
# The night's work in one script, for cron or for a job of any CI system: nightly.sh FOLDER
#
# FOLDER keeps from night to night: in/labels.jsonl and in/criteria, put there by whoever makes the
# export; public, public.fuda and public.previous, ledger, kept.jsonl, report, sent. In CI it is what is
# cached or mounted; of all that only the ledger and the manifest of what was sent cannot be made again.
# kept.jsonl is what the last build was made from: of it come records that stand in for bad ones.
#
# FUDA_SITE, the folder with content and layouts, and FUDA_REMOTE, where rclone uploads to, may be set.
# FUDA_ACCEPT lets gates through, as their messages name them: FUDA_ACCEPT='many-ended=37' nightly.sh FOLDER.
# FUDA_SET has settings for this one night, without spaces in them: FUDA_SET=keep_superseded_days=0 nightly.sh FOLDER.
# With FUDA_LOG_KEY, a secret key of minisign without password, the edition is logged as well, in FOLDER/log, which
# is uploaded as log/; it is history, and belongs into the backup like the ledger.
# With FUDA_COMPARE the upload goes by the manifest that was sent last, not by the report: where FOLDER may
# have been lost.
#
# Status 0: published. 1: the input was refused and nothing has changed. 2: something failed; the next
# run mends it. What is said on standard error is for the operator; report/report.md is for the morning.
set -u

# What is made here is for a web server to read, whatever cron has set.
umask 022

[ $# = 1 ] || { echo 'usage: nightly.sh FOLDER' >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd) || exit 2
. "$here/find_fuda.sh"
fuda=$(find_fuda) || exit 2
cd "$1" || exit 2

set -- --export in/labels.jsonl --criteria in/criteria --out public --ledger ledger --report report \
	--keep-export kept.jsonl --fallback kept.jsonl --atomic --precompress --quiet
[ -z "${FUDA_SITE:-}" ] || set -- "$@" --site "$FUDA_SITE"
set -f # a word is a word, whatever files there are
for gate in ${FUDA_ACCEPT:-}; do
	set -- "$@" "--accept=$gate"
done
for setting in ${FUDA_SET:-}; do
	set -- "$@" "--set=$setting"
done
"$fuda" build "$@" || exit

# A log that is refused does not keep the day's statuses from readers; the night still ends with status 2.
logged=0
[ -z "${FUDA_LOG_KEY:-}" ] ||
	"$fuda" log --key "$FUDA_LOG_KEY" --log log --out public --quiet || logged=2

[ -z "${FUDA_REMOTE:-}" ] ||
	"$here/upload.sh" ${FUDA_COMPARE:+--compare} public report "$FUDA_REMOTE" sent || exit 2

# The checkpoint last: what it speaks of is there. Tiles never change, so they are kept for ever.
send_log() {
	rclone copy log "$FUDA_REMOTE/log" --exclude checkpoint --exclude '.fuda-*' \
		--header-upload 'Content-Type: application/octet-stream' \
		--header-upload 'Cache-Control: public, max-age=31536000, immutable' &&
		rclone copyto log/checkpoint "$FUDA_REMOTE/log/checkpoint" \
			--header-upload 'Content-Type: text/plain; charset=utf-8' \
			--header-upload 'Cache-Control: public, max-age=60'
}
[ -z "${FUDA_REMOTE:-}" ] || [ -z "${FUDA_LOG_KEY:-}" ] || [ $logged != 0 ] || send_log || exit 2
exit $logged
