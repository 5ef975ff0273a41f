#!/bin/sh
# The steps of gen/deploy/Containerfile, each in a chroot that begins as a bare Debian: no engine is
# needed. `make image-test` runs it; root and the network are needed.
cd "$(dirname "$0")/../.." && . tests/check.sh
tests/packages/bare.sh bookworm || exit

stages=$(pwd)/build/bare/stages
rm -rf "$stages"
mkdir -p "$stages"
stage='' where=/ nstages=0

inside() { chroot "$stages/$stage" env PATH=/usr/sbin:/usr/bin:/sbin:/bin sh -c 'cd "$1" && shift && "$@"' - "$where" "$@"; }

# copy_in SOURCE... TARGET, as COPY means it; without --from from the source, less what is ignored.
copy_in() {
	from=.
	case $1 in
	--from=*) from=$stages/${1#--from=}; shift ;;
	esac
	for target; do :; done
	case $target in /*) ;; *) target=$where/$target ;; esac
	mkdir -p "$stages/$stage$target"
	while [ $# -gt 1 ]; do
		if [ "$from" = . ]; then
			tar -c --exclude-vcs-ignores --exclude-ignore=.dockerignore --exclude=./build --exclude=./tests/node_modules "$1" |
				tar -x -C "$stages/$stage$target" || return
		else
			# A pattern stands for files of that stage.
			# shellcheck disable=SC2086
			cp -R $from$1 "$stages/$stage$target" || return
		fi
		shift
	done
}

while read -r step words; do
	case $step in
	FROM)
		nstages=$((nstages + 1))
		case $words in *' AS '*) stage=${words##* } ;; *) stage=$nstages ;; esac
		where=/
		cp -a build/bare/bookworm.clean "$stages/$stage"
		;;
	WORKDIR)
		where=$words
		mkdir -p "$stages/$stage$where"
		;;
	COPY)
		# shellcheck disable=SC2086
		check "$step $words" copy_in $words
		;;
	RUN) check "$step $words" inside sh -c "$words" ;;
	USER) check "there is a user $words" inside id "$words" ;;
	esac
done <gen/deploy/Containerfile

check 'the image has the program' inside fuda --version
check 'and no compiler' sh -c '! test -e "$1/usr/bin/cc"' - "$stages/$stage"
cp -R content/sample "$stages/$stage/registry/in"
check 'which builds a site' inside fuda build --quiet --as-of $AS_OF --export in/labels.jsonl --criteria in/criteria --out public
check 'with a page' test -e "$stages/$stage/registry/public/P/LP9FSHRR/index.html"
rm -rf "$stages"
check_report
