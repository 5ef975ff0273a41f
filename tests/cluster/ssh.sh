#!/bin/sh
# GNU parallel over ssh, as gen/SCALE.md has it: two machines that are network namespaces, each with a server
# of its own. What they make is byte for byte one build. `make cluster` runs it; root is needed.
cd "$(dirname "$0")/../.." && . tests/check.sh

TOP=$(pwd)
W=$TOP/$W
FUDA=$(realpath "$FUDA")
input="--export $W/labels.jsonl --criteria $TOP/content/sample/criteria --site $TOP --as-of $AS_OF"
# 198.18.0.0/15 is for tests of networks (RFC 2544).
network=198.18.77

# machine N: a namespace that answers to ssh at an address of its own.
machine() {
	ip netns add "fuda-$1" && ip link add "fuda-$1" type veth peer name eth0 netns "fuda-$1" &&
		ip link set "fuda-$1" master fuda-0 up && ip -n "fuda-$1" addr add "$network.1$1/24" dev eth0 &&
		ip -n "fuda-$1" link set eth0 up && ip -n "fuda-$1" link set lo up &&
		ip netns exec "fuda-$1" "$(command -v sshd)" -f "$W/sshd_config" -o "PidFile=$W/sshd-$1.pid" -E "$W/sshd-$1.log"
}

start() {
	ssh-keygen -q -t ed25519 -N '' -f "$W/host" && ssh-keygen -q -t ed25519 -N '' -f "$W/user" || return
	chmod go-w "$W" && mkdir -p /run/sshd || return
	printf '%s\n' "HostKey $W/host" "AuthorizedKeysFile $W/user.pub" 'StrictModes no' 'PermitRootLogin prohibit-password' \
		'UsePAM no' 'PasswordAuthentication no' 'AcceptEnv FUDA_*' >"$W/sshd_config"
	sed "s/^/$network.* /" "$W/host.pub" >"$W/known_hosts"
	ip link add fuda-0 type bridge && ip addr add "$network.1/24" dev fuda-0 && ip link set fuda-0 up && machine 1 && machine 2
}

stop() {
	for n in 1 2; do
		[ ! -e "$W/sshd-$n.pid" ] || kill "$(cat "$W/sshd-$n.pid")"
		ip netns del "fuda-$n"
	done
	ip link del fuda-0
}

# Each line of its log has the number of a shard and the machine that built it.
shards() {
	seq 4 | PARALLEL_SSH="ssh -i $W/user -o UserKnownHostsFile=$W/known_hosts -o BatchMode=yes" \
		parallel --will-cite -j 1 --joblog "$W/jobs" --sshlogin "root@$network.11,root@$network.12" \
		"$FUDA build --shard {}/4 --out $W/part-{} --jobs 1 --quiet $input"
}

machines() { awk 'NR > 1 { print $2 }' "$W/jobs" | sort -u; }

node tests/bench/export.mjs 900 "$W/labels.jsonl" || exit 1
trap 'stop >/dev/null 2>&1' EXIT
check 'two machines start' start
check 'four shards are built' shards
check 'by both machines' test "$(machines | wc -l)" = 2
# shellcheck disable=SC2086
"$FUDA" merge --part "$W/part-1" --part "$W/part-2" --part "$W/part-3" --part "$W/part-4" $input --quiet --out "$W/site"
# shellcheck disable=SC2086
"$FUDA" build $input --quiet --out "$W/one"
check 'the same as one build' diff -r "$W/one" "$W/site"
check_report
