#!/bin/sh
# gen/deploy/slurm.sh with a real Slurm: one controller and one node of it on loopback, started here and
# stopped again. What it makes is byte for byte one build. `make cluster` runs it; root is needed.
cd "$(dirname "$0")/../.." && . tests/check.sh

TOP=$(pwd)
W=$TOP/$W
FUDA=$(realpath "$FUDA")
export FUDA
input="--export $W/labels.jsonl --criteria $TOP/content/sample/criteria --site $TOP --as-of $AS_OF"

# A port that nobody has, as long as nobody takes it.
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# The socket's path may have 108 bytes, so it is not below the checkout.
configure() {
	run=$(mktemp -d) && mkdir "$W/state" "$W/spool" "$W/munge" && chmod 700 "$W/munge" || return
	head -c 1024 /dev/urandom >"$W/munge/key" && chmod 400 "$W/munge/key" || return
	cat >"$W/slurm.conf" <<END
ClusterName=fuda
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmctldPort=$(free_port)
SlurmdPort=$(free_port)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$run/munge
CredType=cred/munge
StateSaveLocation=$W/state
SlurmdSpoolDir=$W/spool
SlurmctldPidFile=$W/slurmctld.pid
SlurmdPidFile=$W/slurmd.pid
SlurmctldLogFile=$W/slurmctld.log
SlurmdLogFile=$W/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
NodeName=$(hostname -s) NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
	export SLURM_CONF="$W/slurm.conf"
}

start() {
	munged --force --socket "$run/munge" --key-file "$W/munge/key" --log-file "$W/munge/log" --pid-file "$W/munge/pid" \
		--seed-file "$W/munge/seed" && slurmctld && slurmd
}

stop() {
	scontrol shutdown
	[ ! -e "$W/munge/pid" ] || kill "$(cat "$W/munge/pid")"
	rm -rf "$run"
}

# wait_for JOB: until it has ended; its state is printed. A job that waits for it has nothing to do.
wait_for() { srun --dependency="afterany:$1" --quiet true; scontrol show job "$1" | sed -n 's/.*JobState=\([A-Z]*\).*/\1/p'; }

# shellcheck disable=SC2086
build_by_slurm() {
	job=$(gen/deploy/slurm.sh 5 "$W/parts" "$1" $input) && [ "$(wait_for "$job")" = COMPLETED ]
}

node tests/bench/export.mjs 900 "$W/labels.jsonl" || exit 1
check 'it is configured' configure
trap 'stop >/dev/null 2>&1' EXIT
check 'it starts' start
check 'five shards are built and merged' build_by_slurm "$W/site"
# shellcheck disable=SC2086
"$FUDA" build $input --quiet --out "$W/one"
check 'the same as one build' diff -r "$W/one" "$W/site"
check 'each job has built one shard' test "$(find "$W/parts" -maxdepth 1 -name 'part-?' | wc -l)" = 5
# The export is another than the sample's, and the settings are those of the sample.
check 'and said nothing else' sh -c "! grep -v 'sample-settings\]\$' '$W'/parts/*.log"
check 'a second night builds upon the parts' build_by_slurm "$W/site-2"
check 'and is the same' diff -r "$W/one" "$W/site-2"

# A shard that fails.
stops() {
	# shellcheck disable=SC2086
	job=$(gen/deploy/slurm.sh 5 "$W/parts" "$W/site-3" $input) && [ "$(wait_for "$job")" = CANCELLED ] && [ ! -e "$W/site-3" ]
}
echo '{' >>"$W/labels.jsonl"
check 'of shards that fail nothing is merged' stops
check 'and it is said why' grep -q 'labels.jsonl:902: ' "$W/parts/shard-1.log"
check_status 'a site that is there is not written into' 2 gen/deploy/slurm.sh 5 "$W/parts" "$W/site" --export a --criteria b --as-of "$AS_OF"
check_status 'no day' 2 gen/deploy/slurm.sh 5 "$W/parts" "$W/site-4" --export a --criteria b
check_report
