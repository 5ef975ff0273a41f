# For test scripts: the shell's check.h. A script begins with
#
#	cd "$(dirname "$0")/../.." && . tests/check.sh
#
# and ends with check_report. It works in the top folder, writes below $W, which is empty, and runs
# the program as $FUDA. A failed check says what and shows what was printed; the script goes on.
# shellcheck shell=sh
set -u
: "${FUDA:=build/fuda}"
W=build/test/${SUITE:-alone}/$(basename "$0")${1:+.$1}.d
SAMPLE=content/sample/labels.jsonl
CRITERIA=content/sample/criteria
AS_OF=2026-11-22
npassed=0 nfailed=0 nskipped=0
rm -rf "$W"
mkdir -p "${W%/*}"
if [ -n "${FUDA_SCRATCH:-}" ]; then
	ln -s "$(mktemp -d "$FUDA_SCRATCH/work-XXXXXX")" "$W"
else
	mkdir "$W"
fi

# check WHAT COMMAND...: the command succeeds.
check() {
	check_what=$1
	shift
	if "$@" >"$W/check.out" 2>&1; then
		npassed=$((npassed + 1))
	else
		nfailed=$((nfailed + 1))
		echo "failed: $check_what"
		head -n 30 "$W/check.out" | sed 's/^/    /'
	fi
}

# check_status WHAT STATUS COMMAND...: the command ends with this status.
check_status() {
	check_wanted=$2
	check_what=$1
	shift 2
	check "$check_what" check_ends_with "$check_wanted" "$@"
}

check_ends_with() {
	check_wanted=$1
	shift
	"$@"
	check_status=$?
	[ "$check_status" = "$check_wanted" ] || {
		echo "status $check_status, expected $check_wanted: $*"
		return 1
	}
}

# check_empty WHAT COMMAND...: the command succeeds and prints nothing.
check_empty() {
	check_what=$1
	shift
	check "$check_what" check_prints_nothing "$@"
}

check_prints_nothing() {
	check_said=$("$@" 2>&1)
	check_status=$?
	[ "$check_status" = 0 ] && [ -z "$check_said" ] && return
	printf '%s\n' "$check_said" "status $check_status: $*"
	return 1
}

skip() {
	nskipped=$((nskipped + 1))
	echo "skipped: $1"
}

# build_site OUT [OPTION...]: the sample, unless options say otherwise.
build_site() {
	out=$1
	shift
	for usual in "--export=$SAMPLE" "--criteria=$CRITERIA" --site=. "--as-of=$AS_OF"; do
		case " $*" in
		*" ${usual%%=*} "*) ;;
		*) set -- "$@" "$usual" ;;
		esac
	done
	"$FUDA" build --out "$out" --quiet "$@"
}

# files_of FOLDER: one line a file with all that a needless write would change.
files_of() {
	(cd "$1" && find . -type f -printf '%p %i %T@ %s\n' | LC_ALL=C sort)
}

# hashes_of FOLDER: one line a file, its path and content.
hashes_of() {
	(cd "$1" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum)
}

check_report() {
	printf '%d passed, %d failed' $npassed $nfailed
	[ $nskipped = 0 ] || printf ', %d skipped' $nskipped
	echo
	[ $nfailed = 0 ]
	exit
}
