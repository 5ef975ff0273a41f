#!/bin/sh
# A preview while one writes: preview.sh --export FILE --criteria DIR [--only ID ...] [OPTION ...]
#
# Builds the pages of these products, else of the first three, and the home page with fuda build and its options, shows them to
# this machine alone, and builds again when the export, the criteria or the site folder (--site, or
# FUDA_SITE) have changed. The pages in the browser reload by themselves. When a build fails they show
# what is wrong, with file, line and column, and behind it stays what was there before.
#
# It needs nothing that is published and writes only into a folder of its own, below TMPDIR, which goes
# when it ends. The script that reloads is put into the pages there; no site has it. Changes are noticed
# with inotifywait, where there is one, else by looking every second; pages are served by python3, or,
# where there is none, opened as files.
set -u
here=$(cd "$(dirname "$0")" && pwd) || exit 2

usage() {
	sed -n '2s/^# .*: /usage: /p' "$0" >&2
	exit 2
}

# The folders and files to be watched, a line each: what of the arguments is read again and again.
site=${FUDA_SITE:-} export='' criteria='' nonly=0
for argument; do
	case $argument in
	--site=* | --export=* | --criteria=* | --only=*) name=${argument%%=*} value=${argument#*=} ;;
	--out | --out=*) usage ;;
	--*) name=$argument; continue ;;
	*) value=$argument ;;
	esac
	case ${name:-} in
	--site) site=$value ;;
	--export) export=$value ;;
	--criteria) criteria=$value ;;
	--only) nonly=$((nonly + 1)) ;;
	esac
	name=
done
{ [ -n "$export" ] && [ -n "$criteria" ]; } || usage
case "$* " in
*--site*) ;;
*) [ -z "$site" ] || set -- "$@" --site "$site" ;;
esac

. "$here/find_fuda.sh"
fuda=$(find_fuda) || exit 2

# The first products of the export that have pages; none, and it says why, if there is something wrong with it.
first_products() {
	"$fuda" status --export "$export" --criteria "$criteria" ${site:+--site "$site"} |
		sed -n '/"status":"not_issued"/!s/^{"product_id":"\([^"]*\)".*/\1/p' | sed 3q
}
if [ $nonly -eq 0 ]; then
	for id in $(first_products); do
		set -- "$@" --only "$id" && nonly=$((nonly + 1))
	done
	[ $nonly -gt 0 ] || exit 1
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/fuda-preview.XXXXXX") || exit 2
server=
end() {
	[ -z "$server" ] || kill "$server" 2>/dev/null
	rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

# each_watched COMMAND...: the command, with what is there of what is watched. Of the site folder only the parts
# that are read: it may be one with much else in it.
each_watched() {
	for watched in ${site:+"$site/content" "$site/layouts" "$site/static" "$site/root"} "$criteria" "$export"; do
		[ ! -e "$watched" ] || set -- "$@" "$watched"
	done
	"$@"
}

list_files() {
	find "$@" -type f -printf '%p %T@ %s\n' 2>/dev/null | sort
}

# Pages show this on top of them: it asks for the number of the last build, and what was wrong with it.
# As a script, which a page may also load from a file.
write_script() {
	cat >"$1" <<'END'
(function () {
	'use strict';
	var here = document.currentScript.src.replace(/[^/]*$/, '');
	var mine = document.currentScript.getAttribute('data-build');
	var box = document.createElement('pre');
	box.id = 'fuda-preview';
	box.setAttribute('role', 'alert');
	Object.assign(box.style, {
		position: 'fixed', inset: 'auto 0 0 0', margin: '0', padding: '1em', maxHeight: '80vh', overflow: 'auto', zIndex: '9999',
		background: '#fff', color: '#900', borderTop: '4px solid #900', font: '16px/1.5 monospace', whiteSpace: 'pre-wrap'
	});
	var left = 0;
	// A reload that is asked for again while it goes on begins anew: only if nothing has come of it.
	function reload() {
		if (Date.now() - left < 10000)
			return;
		left = Date.now();
		location.reload();
	}
	window.fudaPreview = function (build, message) {
		if (build !== mine)
			reload();
		box.textContent = message;
		if (message === '')
			box.remove();
		else if (!box.isConnected)
			document.body.append(box);
	};
	function ask() {
		var script = document.createElement('script');
		var late = setTimeout(again, 3000);
		function again() {
			script.onload = script.onerror = null;
			clearTimeout(late);
			script.remove();
			setTimeout(ask, 250);
		}
		script.onload = script.onerror = again;
		script.src = here + 'fuda-preview-state.js?' + Math.random();
		document.head.append(script);
	}
	document.addEventListener('DOMContentLoaded', ask);
}());
END
}

# tell_pages FOLDER FILE: says to its pages which build they should be of, and what is wrong: the text of the
# file, as a string of a script.
tell_pages() {
	{
		printf 'fudaPreview("%s", "' "$shown"
		tr -d '\000-\010\013-\037' <"$2" | sed 's/\\/\\\\/g; s/"/\\"/g; s/$/\\n/' | tr -d '\n'
		printf '");\n'
	} >"$work/state" && mv "$work/state" "$1/fuda-preview-state.js"
}

# Each page of the folder gets the script, by its address from the page, so that it is found also in files.
add_script() {
	(cd "$1" && find . -name '*.html') | while read -r page; do
		up=$(printf %s "${page#./}" | sed 's|[^/]*/|../|g; s|[^/]*$||')
		# What is there is a link to what was built.
		{ cat "$1/$page" && printf '<script src="%sfuda-preview.js" data-build="%s"></script>\n' "$up" "$number"; } \
			>"$work/page" && mv -f "$work/page" "$1/$page" || return
	done
}

# show FOLDER: its pages are what is shown from now on, at once. A page that is just being loaded finds its other
# files; then it reloads.
show() {
	ln -s "$1" "$work/link" && mv -T "$work/link" "$work/pages"
}

# Before there is any page.
show_nothing() {
	mkdir "$work/pages-0" && write_script "$work/pages-0/fuda-preview.js" && cat >"$work/pages-0/index.html" <<END
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Preview</title></head><body>
<script src="fuda-preview.js" data-build="0"></script></body></html>
END
	show pages-0
}

# Makes the folder of the pages that are built.
make_pages() {
	cp -Rl "$work/built" "$work/$1" && add_script "$work/$1" && write_script "$work/$1/fuda-preview.js" &&
		tell_pages "$work/$1" "$work/said"
}

number=0 shown=0
: >"$work/said"
# shellcheck disable=SC2086
build() {
	number=$((number + 1))
	if ! "$fuda" build "$@" $offline --out "$work/built" --quiet 2>"$work/said"; then
		cat "$work/said" >&2
		tell_pages "$work/pages" "$work/said"
		return
	fi
	cat "$work/said" >&2
	: >"$work/said"
	before=$shown shown=$number
	make_pages "pages-$shown" && show "pages-$shown" || exit 2
	find "$work" -maxdepth 1 -name 'pages-*' ! -name "pages-$before" ! -name "pages-$shown" -exec rm -rf {} +
	echo "preview $shown"
}

wait_for_change() {
	if [ -n "$watcher" ]; then
		# A change in the moment before it watches is seen a second later.
		each_watched "$watcher" -q -q -r -t 1 -e modify,close_write,create,delete,move,delete_self,move_self,attrib
	else
		sleep 1
	fi
}

# Serves a folder to this machine at any free port and prints the address. A browser is to keep nothing: two builds
# within a second have the same time in HTTP.
write_server() {
	cat >"$1" <<'END'
import functools, http.server, sys

class Pages(http.server.SimpleHTTPRequestHandler):
    def send_head(self):
        del self.headers['If-Modified-Since']
        return super().send_head()

    def end_headers(self):
        self.send_header('Cache-Control', 'no-store')
        super().end_headers()

server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), functools.partial(Pages, directory=sys.argv[1]))
print('http://127.0.0.1:%d/' % server.server_address[1])
server.serve_forever()
END
}

serve() {
	mkfifo "$work/port" || exit 2
	write_server "$work/server.py"
	(cd "$work" && exec python3 -u server.py pages) >"$work/port" 2>/dev/null &
	server=$!
	read -r address <"$work/port" || { echo 'preview.sh: the server of python3 does not start' >&2; exit 2; }
	echo "$address"
}

show_nothing || exit 2
watcher=$(command -v inotifywait) || echo 'preview.sh: no inotifywait (inotify-tools): looking every second' >&2
offline=
if command -v python3 >/dev/null; then
	serve
else
	offline=--offline
	echo "file://$work/pages/index.html"
fi
last=
while :; do
	files=$(each_watched list_files)
	if [ "$files" != "$last" ]; then
		last=$files
		build "$@"
	else
		wait_for_change
	fi
done
