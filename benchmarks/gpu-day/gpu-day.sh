#!/usr/bin/env bash
# Everything that is to be measured on a GPU, in one command of at most eight minutes, without network:
#
#     bash gpu-day.sh [--out FILE] [--minutes 8] [--rehearse]
#
# It lies beside what `pack.js` packed. It needs python3 with a PyTorch that has CUDA (another one: PYTHON=…) and g++ (CXX=…). It unpacks into a
# temporary folder, builds the addon against that PyTorch's libtorch, checks and measures (day.js), and writes one JSON document, by default
# ./gpu-day.json, which `node benchmarks/document.js` prints. With --rehearse everything runs on the CPU.
set -euo pipefail
pieces=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
started=$SECONDS
out=$PWD/gpu-day.json minutes=8 rehearse=()
while [ $# -gt 0 ]; do
  case $1 in
    --out) out=$(realpath -m "$2"); shift 2 ;;
    --minutes) minutes=$2; shift 2 ;;
    --rehearse) rehearse=(--rehearse); shift ;;
    *) echo "gpu-day: unknown option $1; there are --out FILE, --minutes N, --rehearse" >&2; exit 2 ;;
  esac
done
export PYTHON=${PYTHON:-python3}
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT

unpack() { "$PYTHON" -c 'import sys, tarfile; tarfile.open(sys.argv[1]).extractall(sys.argv[2])' "$pieces/$1" "$home"; }
unpack node.tar.xz
unpack lab.tar.xz
export PATH=$home:$PATH XDG_CACHE_HOME=$home/cache
LIBTORCH=$("$PYTHON" -c 'import importlib.util as u; print(u.find_spec("torch").submodule_search_locations[0])')
export LIBTORCH
if command -v nvidia-smi >/dev/null; then
  GPU_NAME=$(nvidia-smi --query-gpu=name --format=csv,noheader | head -1)
  export GPU_NAME
fi

cd "$home/lab"
node packages/torch/scripts/build-native.js
spent=$((SECONDS - started))
echo "gpu-day: unpacked and built in $spent s" >&2
left=$("$PYTHON" -c "print($minutes - $spent / 60)")
node benchmarks/gpu-day/day.js --out "$out" --minutes "$left" "${rehearse[@]}"
