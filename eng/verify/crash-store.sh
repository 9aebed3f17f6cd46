#!/usr/bin/env bash
# What LocalHub has acknowledged survives kill -9: `dmp hub --data` under load, killed at random moments (200 times, or as often as
# given) and started again; every acknowledged write must be there. The record is kept by the load program, which is not killed.
# Usage: eng/verify/crash-store.sh [kills]
# Ends with a line of figures; succeeds only where nothing was lost. A killed process cannot show that the disk is flushed: that needs
# a machine whose power is cut, which this does not do yet.
set -uo pipefail
cd "$(dirname "$0")/../.."

kills=${1:-200}
if ! [[ $kills =~ ^[1-9][0-9]*$ ]]; then
    echo "crash-store.sh: '$kills' is no number of kills; give 1 or more" >&2
    exit 2
fi

dotnet build src/DeviceManagementPatterns.Cli -c Release -v q -nologo || exit 1
dotnet build eng/verify/crash-store -c Release -v q -nologo || exit 1

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
dotnet eng/verify/crash-store/bin/Release/net10.0/crash-store.dll src/DeviceManagementPatterns.Cli/bin/Release/net10.0/dmp.dll "$folder" "$kills"
