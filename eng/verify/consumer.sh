#!/usr/bin/env bash
# What a user does with the packages: pack them to a folder feed, then in empty folders make console projects, add the package,
# run the README's two programs against LocalHub from the tool's package, and build the samples on the packages.
# Ends 0 only where the back end saw the reboot in the twin and every sample was built.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
hub="" device=""
stop() { [ -n "$1" ] && kill "$1" 2> /dev/null && wait "$1" 2> /dev/null; }
trap 'stop "$device"; stop "$hub"; rm -rf "$work"' EXIT
unset CI
export NUGET_PACKAGES="$work/cache" DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
feed="$work/feed"
mkdir -p "$feed"
step() { "$@" > "$work/step.log" 2>&1 || { echo "failed: $*"; tail -n 30 "$work/step.log"; exit 1; }; }
wait_for() { # seconds, text, file
  for _ in $(seq $(($1 * 10))); do grep -qs -- "$2" "$3" && return 0; sleep 0.1; done
  echo "not seen within $1 s: $2"; cat "$3"; exit 1
}
program() { # the README's code block that contains a text
  awk -v want="$1" '/^```csharp$/ {inside = 1; block = ""; next} /^```$/ && inside {if (index(block, want)) {printf "%s", block; exit} inside = 0}
    inside {block = block $0 "\n"}' "$root/README.md"
}

step dotnet pack "$root/DeviceManagementPatterns.sln" -c Release -o "$feed"
cat > "$work/nuget.config" <<CONFIG
<configuration><packageSources><add key="packed" value="$feed" /></packageSources></configuration>
CONFIG
cd "$work" || exit 1

step dotnet new console -o Device
step dotnet add Device package DeviceManagementPatterns
step dotnet add Device package Microsoft.Extensions.Hosting --version 10.0.0
program "Host.CreateApplicationBuilder" > Device/Program.cs
step dotnet new console -o BackEnd
step dotnet add BackEnd package DeviceManagementPatterns
program "client.RebootAsync" > BackEnd/Program.cs
step dotnet build Device
step dotnet build BackEnd
step dotnet tool install DeviceManagementPatterns.Cli --tool-path "$work/tools"
packages=$(dotnet list BackEnd package --include-transitive | awk '$1 == ">" {n++} END {print n}')

"$work/tools/dmp" hub --mqtts-port 0 --https-port 0 --cert-dir "$work/certificates" --ready-file "$work/ready.json" > "$work/hub.log" 2>&1 &
hub=$!
wait_for 30 caFile "$work/ready.json"
field() { sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p" "$work/ready.json" | head -n 1; }
DMP_CONNECTION_STRING=$(field iothubowner)
DMP_CA_FILE=$(field caFile)
export DMP_CONNECTION_STRING DMP_CA_FILE
ConnectionStrings__Device=$("$work/tools/dmp" device create myDeviceId) || exit 1
export ConnectionStrings__Device

DeviceManagement__Reboot__SimulateFor=00:00:01 dotnet Device/bin/Debug/net10.0/Device.dll > "$work/device.log" 2>&1 &
device=$!
wait_for 30 "is ready" "$work/device.log"
dotnet BackEnd/bin/Debug/net10.0/BackEnd.dll "$DMP_CONNECTION_STRING" > "$work/backend.log" 2>&1
result=$?
cat "$work/backend.log"
grep -q "^202 " "$work/backend.log" && grep -q "^Last reboot time: 20" "$work/backend.log" || result=1

built=0
git clone -q "$root" "$work/clone" || exit 1
cp "$feed"/*.nupkg "$work/clone/artifacts/packages/"
for sample in "$work"/clone/samples/*/*.csproj; do
  step dotnet build "$sample" -p:UsePackages=true
  built=$((built + 1))
done
echo "consumer: README programs $([ "$result" -eq 0 ] && echo ran || echo FAILED), $packages packages in a device's closure, $built samples built on the packages"
[ "$result" -eq 0 ] && [ "$built" -gt 0 ]
