#!/bin/sh
# A build on many machines, by Slurm: slurm.sh SHARDS PARTS OUT OPTION...
#
# Submits an array of SHARDS jobs, each of which builds one shard into a folder of PARTS, and one job that
# waits for them and merges the parts into OUT, a new folder; prints the number of that job. What they say stands
# in PARTS. Options are those of fuda build, with --as-of; all that they name, PARTS and OUT are on a disk that
# all machines have, and so is the program: FUDA, or fuda on the path. Options of sbatch stand in SBATCH_OPTIONS.
#
# The parts stay, and the next night builds upon them.
set -eu

# What runs in a job: this script, of which Slurm has made a copy.
case ${FUDA_TASK-} in
shard)
	shards=$1 parts=$2
	shift 3
	exec "${FUDA:-fuda}" build --shard "$SLURM_ARRAY_TASK_ID/$shards" --out "$parts/part-$SLURM_ARRAY_TASK_ID" \
		--jobs "${SLURM_CPUS_ON_NODE:-1}" --quiet "$@"
	;;
merge)
	shards=$1 parts=$2 out=$3
	shift 3
	for shard in $(seq "$shards"); do
		set -- "$@" --part "$parts/part-$shard"
	done
	exec "${FUDA:-fuda}" merge --out "$out" --quiet "$@"
	;;
esac

usage() {
	sed -n '2s/^# .*: /usage: /p' "$0" >&2
	exit 2
}

[ $# -gt 3 ] || usage
case $1 in '' | *[!0-9]* | 0*) usage ;; esac
case " $* " in *' --as-of'[\ =]*) ;; *) echo 'slurm.sh: --as-of is needed: jobs may start on two days' >&2; exit 2 ;; esac
for place in "$3" "$3.fuda"; do
	[ ! -e "$place" ] || { echo "slurm.sh: $place is there already" >&2; exit 2; }
done
mkdir -p "$2"

# submit TASK OPTION...: a job that runs this script with the arguments of the call.
# shellcheck disable=SC2086
submit() {
	task=$1
	shift
	FUDA_TASK=$task sbatch --parsable --export=ALL --job-name="fuda-$task" ${SBATCH_OPTIONS-} "$@"
}

array=$(submit shard --array="1-$1" --output="$2/shard-%a.log" "$0" "$@")
submit merge --dependency="afterok:${array%%;*}" --kill-on-invalid-dep=yes --output="$2/merge.log" "$0" "$@"
