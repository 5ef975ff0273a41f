#!/bin/sh
# What `make install` and `make uninstall` run: gen/install.sh install|uninstall
#
# The folder of the site, SHARE, holds settings, words and layouts that an operator changes. Its file
# .installed has the hash of each file as it was put there. A file that is not as it was stays: at
# `install` the new one is put beside it as FILE.new, at `uninstall` it is named and left.
set -eu
: "${BIN:?}" "${SHARE:?}" "${MAN:?}"
top=$PWD
umask 022 # others run it, and read what it reads

# Whatever folder is the present one.
absolute() {
	case $1 in
	/*) echo "$1" ;;
	*) echo "$top/$1" ;;
	esac
}
BIN=$(absolute "$BIN") SHARE=$(absolute "$SHARE") MAN=$(absolute "$MAN")
mkdir -p "$SHARE"
cd "$SHARE"
touch .installed

# The files of the record that are here, as they were put here.
sha256sum -c .installed 2>/dev/null | sed -n 's/: OK$//p' >.ours || :

# Where shells look for completion, beside the folder of the site.
completions='bash-completion/completions/fuda zsh/site-functions/_fuda fish/vendor_completions.d/fuda.fish'

# Copies one file of the checkout to its place.
put() {
	if [ -e "$2" ] && ! grep -qxF -e "$2" .ours && ! cmp -s "$1" "$2"; then
		echo "$SHARE/$2 was changed here and stays; the new one is $2.new" >&2
		cp "$1" "$2.new"
	else
		mkdir -p "$(dirname "$2")"
		cp "$1" "$2"
		echo "$2" >>.put
	fi
}

# Removes what the record has and this version does not.
remove_others() {
	cut -c 67- .installed | grep -vxF -f "$1" | while read -r file; do
		if grep -qxF -e "$file" .ours; then
			rm "$file"
		elif [ -e "$file" ]; then
			echo "$SHARE/$file was changed here and stays" >&2
		fi
	done
}

case ${1-} in
install)
	: >.put
	(cd "$top" && find content layouts static -type f && cd gen && find deploy export handbook.*.md -type f) >.new
	while read -r file; do
		case $file in
		deploy/* | export/* | handbook.*) put "$top/gen/$file" "$file" ;;
		*) put "$top/$file" "$file" ;;
		esac
	done <.new
	remove_others .new
	xargs -d '\n' sha256sum <.put >.installed
	cd "$top"
	mkdir -p "$BIN" "$MAN/man1" "$MAN/man5"
	install build/fuda "$BIN"
	for page in gen/man/*; do install -m 644 "$page" "$MAN/man${page##*.}"; done
	for file in $completions; do
		mkdir -p "$(dirname "$SHARE/../$file")"
		"$BIN/fuda" completion "${file%%[/-]*}" >"$SHARE/../$file"
	done
	rm "$SHARE/.put" "$SHARE/.new" "$SHARE/.ours"
	;;
uninstall)
	remove_others /dev/null
	rm -f .installed .ours "$BIN/fuda"
	(cd "$top/gen/man" && ls) | while read -r page; do rm -f "$MAN/man${page##*.}/$page"; done
	for file in $completions; do rm -f "../$file"; done
	cd "$top"
	find "$SHARE" -depth -type d -empty -delete
	;;
*)
	echo 'usage: gen/install.sh install|uninstall' >&2
	exit 2
	;;
esac
