# For scripts of this folder, whose path is $here: which program they run.
# shellcheck shell=sh

# Prints its path: FUDA and no other, if it is set; else the one on the path; or, for cron, whose path is short, the one
# that was installed or built with these scripts. Status 2, said on standard error, where there is none.
find_fuda() {
	found=
	if [ -n "${FUDA:-}" ]; then
		found=$(command -v "$FUDA")
	else
		for program in fuda "$here/../../../bin/fuda" "$here/../../build/fuda"; do
			found=$(command -v "$program") && break
		done
	fi
	case $found in
	/*) echo "$found" ;;
	?*) echo "$PWD/$found" ;;
	*)
		echo "${0##*/}: there is no program ${FUDA:-fuda}" >&2
		return 2
		;;
	esac
}
