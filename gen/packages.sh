#!/bin/sh
# Sees to it that what is needed is there: packages.sh build|test|deb|bare|cluster, for a build, the tests, the
# Debian package, bare systems, many machines
#
# Says and does nothing when all is there. What is missing is installed with apt-get, as root or
# through sudo; on a system without apt-get it is named, and the work goes on.
set -u

missing=
compiler=${CC:-cc}
compiler=${compiler%% *}

# need PACKAGE REASON CHECK...: the package is missing where the check fails.
need() {
	package=$1
	reason=$2
	shift 2
	"$@" >/dev/null 2>&1 && return
	case " $missing " in *" $package "*) return ;; esac
	echo "fuda: missing: $package ($reason)" >&2
	missing="$missing $package"
}

has_command() { command -v "$1"; }

has_header() {
	[ -e "/usr/include/$1" ] || echo "#include <$1>" | ${CC:-cc} -E -
}

has_file() { [ -e "$1" ]; }

is_installed() { dpkg-query -W -f '${db:Status-Status}' "$1" | grep -qx installed; }

build_list() {
	need gcc 'the compiler' has_command "$compiler"
	need libc6-dev 'headers of the C library' has_header stdio.h
	need libjansson-dev 'reads JSON' has_header jansson.h
	need libcmark-dev 'renders Markdown' has_header cmark.h
	need libqrencode-dev 'makes QR codes' has_header qrencode.h
	need libpng-dev 'writes PNG files' has_header png.h
	need libssl-dev 'SHA-256' has_header openssl/evp.h
	need libdeflate-dev 'compresses copies' has_header libdeflate.h
	need libbrotli-dev 'compresses copies' has_header brotli/encode.h
	need libsqlite3-dev 'writes a database' has_header sqlite3.h
	need libsodium-dev 'signs and verifies' has_header sodium.h
}

test_list() {
	need gcc 'warnings as errors' has_command gcc
	need clang 'sanitizers and fuzzing' has_command clang
	need libclang-rt-dev 'sanitizers and fuzzing' \
		has_file /usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.fuzzer-*.a
	need llvm 'names in the traces of sanitizers' has_command llvm-symbolizer
	need clang-format 'checks the style' has_command clang-format
	need clang-tidy 'static analysis' has_command clang-tidy
	need mandoc 'checks the manuals' has_command mandoc
	need libxml2-utils 'checks XML' has_command xmllint
	need pngcheck 'checks PNG files' has_command pngcheck
	need minisign 'signs and verifies beside us' has_command minisign
	need golang-go 'reads logs and proofs beside us' has_command go
	need golang-golang-x-mod-dev 'reads logs and proofs beside us' \
		has_file /usr/share/gocode/src/golang.org/x/mod/sumdb/tlog/tlog.go
	need sqlite3 'queries a database' has_command sqlite3
	need postgresql 'makes an export of tables' has_file /usr/lib/postgresql/*/bin/initdb
	need zim-tools 'makes and checks ZIM files' has_command zimwriterfs
	need faketime 'makes ZIM files of a day' has_command faketime
	need disorderfs 'names files in their order for ZIM files' has_command disorderfs
	need kiwix-tools 'serves ZIM files' has_command kiwix-serve
	need unzip 'reads archives' has_command unzip
	need libarchive-tools 'reads archives' has_command bsdtar
	need python3 'reads archives' has_command python3
	# The table is of one version of Unicode, which this release has.
	! grep -q '^VERSION_ID="12"' /etc/os-release 2>/dev/null ||
		need libicu72 'makes the table of identity anew' has_file /usr/lib/*/libicui18n.so.72
	need curl 'asks servers' has_command curl
	need poppler-utils 'reads printed pages' has_command pdfinfo
	need firefox-esr 'opens the pages of mirrors' has_command firefox-esr
	need zbar-tools 'reads QR codes' has_command zbarimg
	need default-jre-headless 'runs the HTML checker' has_command java
	need chromium 'opens the pages' has_command chromium
	need chromium-driver 'drives it' has_command chromedriver
	need webkit2gtk-driver 'opens the pages in WebKit' has_command WebKitWebDriver
	need xvfb 'the screen for WebKit' has_command Xvfb
	need fonts-noto-cjk 'Japanese text in the pages' \
		has_file /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
	need parallel 'builds shards side by side' has_command parallel
	need nginx-light 'serves the site' has_file /usr/sbin/nginx
	need libnginx-mod-http-brotli-static 'serves compressed copies' \
		has_file /usr/lib/nginx/modules/ngx_http_brotli_static_module.so
	need caddy 'serves the site' has_command caddy
	need rclone 'uploads the site' has_command rclone
	need systemd 'checks the units' has_command systemd-analyze
	need strace 'sees what a build calls' has_command strace
	need nodejs 'runs test scripts' has_command node
	need npm 'fetches the pinned test tools' has_command npm
}

deb_list() {
	build_list
	need build-essential 'makes the package' is_installed build-essential
	need debhelper 'makes the package' is_installed debhelper
	need lintian 'checks the package' has_command lintian
}

cluster_list() {
	need slurm-wlm 'shares out shards' has_command slurmctld
	need munge 'says to Slurm who one is' has_command munged
	need openssh-server 'machines that answer' has_command sshd
	need iproute2 'machines of their own' has_command ip
	need parallel 'builds shards side by side' has_command parallel
}

bare_list() {
	need debootstrap 'makes bare systems' has_command debootstrap
}

fail() {
	echo "fuda: $1" >&2
	echo "fuda: by hand: apt-get install$missing" >&2
	exit 1
}

# Some of the packages bring servers, which would begin to run on ports of this machine.
without_services() {
	policy=/usr/sbin/policy-rc.d
	if [ -e $policy ]; then
		"$@"
		return
	fi
	trap '$root rm -f $policy' EXIT
	trap 'exit 130' INT TERM HUP
	printf '#!/bin/sh\nexit 101\n' | $root tee $policy >/dev/null && $root chmod +x $policy
	"$@"
	status=$?
	$root rm -f $policy
	trap - EXIT INT TERM HUP
	for server in nginx:nginx caddy:caddy postgresql:postgresql munge:munge openssh-server:ssh slurm-wlm:slurmctld slurm-wlm:slurmd; do
		case "$missing " in *" ${server%:*}"*) $root systemctl disable "${server#*:}" >/dev/null 2>&1 ;; esac
	done
	return $status
}

install_missing() {
	if [ "$(id -u)" = 0 ]; then
		root=
	elif command -v sudo >/dev/null; then
		root=sudo
	else
		fail 'installing needs root or sudo'
	fi
	echo "fuda: installing with apt-get:$missing" >&2
	# The lists of a fresh system are empty or old, so ask for new ones first.
	$root apt-get update -qq || fail 'apt-get update failed: is the network there?'
	# shellcheck disable=SC2086
	without_services $root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y \
		--no-install-recommends $missing >/dev/null || fail 'apt-get could not install them'
}

case ${1:-} in
build | test | deb | bare | cluster) "$1_list" ;;
*)
	echo 'usage: packages.sh build|test|deb|bare|cluster' >&2
	exit 2
	;;
esac
[ -z "$missing" ] && exit 0
if command -v apt-get >/dev/null; then
	install_missing
else
	echo 'fuda: no apt-get here; install what these Debian packages hold' >&2
fi
