#!/usr/bin/env bash
# The query language: all cases of the case files, and random queries (20,000, or as many as given) against a naive evaluator.
# Usage: eng/verify/queries.sh [random-count]
# Ends with a line that names both numbers; succeeds only where every case held and no random query made a difference.
set -uo pipefail
cd "$(dirname "$0")/../.."

random=${1:-20000}
if ! [[ $random =~ ^[1-9][0-9]*$ ]] || [ "$random" -lt 2 ]; then
    echo "queries.sh: '$random' is no number of random queries; give 2 or more" >&2
    exit 2
fi

cases=tests/DeviceManagementPatterns.LocalHub.Tests/Query/Cases
written=$(cat "$cases"/*.txt | grep -vc -e '^#' -e '^$')
report=$(mktemp)
trap 'rm -f "$report"' EXIT

QUERY_REPORT=$report RANDOM_QUERIES=$random timeout 3600 dotnet test --project tests/DeviceManagementPatterns.LocalHub.Tests -c Release \
    --filter-namespace 'DeviceManagementPatterns.LocalHub.Tests.Query*'
result=$?

held() { awk -v kind="$1" '$1 == kind { n += $2 } END { print n + 0 }' "$report"; }
if [ "$result" -eq 0 ] && { [ "$(held cases)" -ne "$written" ] || [ "$(held random)" -ne "$random" ]; }; then
    result=1
fi

if [ "$result" -eq 0 ]; then
    echo "queries: $(held cases) of $written cases held, $(held random) random queries checked without a difference"
else
    echo "queries: FAILED, $(held cases) of $written cases held, $(held random) of $random random queries checked without a difference"
fi

exit "$result"
