#!/usr/bin/env bash
# What a newcomer does: a fresh clone, an empty package cache, the README's run command and its test command.
# Prints the wall time of each; ends 0 only where both worked and the tutorial's own lines were on the screen.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset CI
export NUGET_PACKAGES="$work/packages" DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

command_after() { # the only line of the first code block after a heading or sentence of the README
  awk -v start="$1" 'index($0, start) {found = 1} found && /^```/ {if (inside) exit; inside = 1; next} inside {print}' "$work/clone/README.md"
}

git clone -q "$root" "$work/clone" || exit 1
cd "$work/clone" || exit 1
run=$(command_after "With nothing but the .NET 10 SDK")
test=$(command_after "The tests:")
[ -n "$run" ] && [ -n "$test" ] || { echo "the README's two commands were not found"; exit 1; }

failed=0
started=$(date +%s.%N)
$run > "$work/run.log" 2>&1 || { failed=1; tail -n 20 "$work/run.log"; }
ran=$(date +%s.%N)
for line in "^Rebooting device$" "^Device rebooted$" "^Device twins updated with latest rebootTime$" "^Last reboot time: 20" '"operationId"'; do
  grep -q -- "$line" "$work/run.log" || { echo "missing on the screen: $line"; failed=1; }
done
$test > "$work/test.log" 2>&1 || { failed=1; tail -n 40 "$work/test.log"; }
tested=$(date +%s.%N)
grep -E '^ +(total|failed|succeeded|skipped):' "$work/test.log"

awk -v a="$started" -v b="$ran" -v c="$tested" -v run="$run" -v test="$test" -v ok="$failed" 'BEGIN {
  printf "newcomer: \"%s\" %.1f s, \"%s\" %.1f s, from an empty package cache: %s\n", run, b - a, test, c - b, ok ? "FAILED" : "ok" }'
exit "$failed"
