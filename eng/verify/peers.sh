#!/usr/bin/env bash
# Microsoft's Node SDKs, as npm serves them, against LocalHub and against this repository's programs, over real sockets.
# Needs the .NET SDK and Node 20; builds the programs that it needs, and ends by itself. DMP names another tool to test.
# The last line is "peers: N passed, N failed"; exit code 0 only where all passed and there were any.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
limit=1500
results=$(mktemp)
log=$(mktemp)
trap 'rm -f "$results" "$log"' EXIT
export DMP_CONFIGURATION=Release DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
end() { # exit code, passed, failed
  echo "peers: $2 passed, $3 failed"
  exit "$1"
}
step() { "$@" > "$log" 2>&1 || { echo "failed: $*"; tail -n 40 "$log"; end 1 0 1; }; }

for project in src/DeviceManagementPatterns.Cli samples/Tutorial.Device samples/Tutorial.BackEnd; do
  step dotnet build "$root/$project" -c "$DMP_CONFIGURATION" -v q
done
cd "$root/tests/peers/node" || end 1 0 1
step npm ci --no-audit --no-fund
timeout --kill-after=10 "$limit" \
  node --test --test-force-exit --test-concurrency=2 --test-reporter=spec cases/*.test.mjs 2>&1 | tee "$results"
code=${PIPESTATUS[0]}

count() { awk -v key="$1" '$1 == "ℹ" && $2 == key {n = $3} END {print n + 0}' "$results"; }
passed=$(count pass)
failed=$(($(count fail) + $(count cancelled) + $(count skipped) + $(count todo)))
[ "$code" -eq 124 ] && echo "not done after $limit s"
[ "$code" -ne 0 ] && [ "$failed" -eq 0 ] && failed=1
[ "$passed" -gt 0 ] && [ "$failed" -eq 0 ] && end 0 "$passed" 0
end 1 "$passed" "$failed"
