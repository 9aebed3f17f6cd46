using System.Text;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Configurations;
using DeviceManagementPatterns.LocalHub.Tests.Runtime;

namespace DeviceManagementPatterns.LocalHub.Tests.Storage;

public sealed class ConfigurationRestartTests : IDisposable
{
    private const string Body =
        """{"labels":{"team":"Köln"},"targetCondition":"tags.site = 'a'","priority":7,"content":{"deviceContent":{"properties.desired.o.x":1.50}},"metrics":{"queries":{"n":"SELECT deviceId FROM devices"}}}""";

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_restart_keeps_configurations_and_what_they_have_set()
    {
        string before;
        await using (var store = _folder.Open())
        await using (var hub = new ConfiguringHub(_folder.Time, store))
        {
            await hub.CreateAsync("d1", """{"site":"a"}""");
            await hub.Configurations.PutAsync("c1", Encoding.UTF8.GetBytes(Body), null, StoreFolder.Stop);
            await hub.PutAsync("gone", "*", """{"deviceContent":{"properties.desired.y":1}}""");
            await hub.Configurations.DeleteAsync("gone", ETag.Any, StoreFolder.Stop);
            before = Describe(hub);
        }

        await using var again = _folder.Open();
        await using var restarted = new ConfiguringHub(_folder.Time, again);
        await restarted.Configurations.Idle;

        Describe(restarted).ShouldBe(before);
        before.ShouldContain("""{"o":{"x":1.50},""");
        before.ShouldNotContain("gone");
        await restarted.Configurations.DeleteAsync("c1", ETag.Any, StoreFolder.Stop);
        restarted.Desired("d1").ShouldBe("{}", "what was set before the restart is known after it");
    }

    [Fact]
    public async Task A_hub_that_was_killed_before_it_applied_a_configuration_does_so_when_it_starts()
    {
        await using (var store = _folder.Open())
        {
            var hub = _folder.Run(store);
            await hub.CreateIdentityAsync(new HubIdentityId("d1"), new(), StoreFolder.Stop);
            await hub.PatchTwinAsync(new HubIdentityId("d1"), """{"tags":{"site":"a"}}"""u8.ToArray(), ETag.Any, StoreFolder.Stop);
            lock (hub.Core.Gate)
            {
                hub.Core.State.Configurations.Create("c1", ConfigurationBody.Read("c1", Encoding.UTF8.GetBytes(Body), hub.Shapes), hub.Core.Now);
            }
        }

        await using var again = _folder.Open();
        await using var restarted = new ConfiguringHub(_folder.Time, again);
        await restarted.Configurations.Idle;

        (restarted.Desired("d1"), restarted.Statuses("d1")).ShouldBe(("""{"o":{"x":1.50}}""", "c1=Applied"));
    }

    [Fact]
    public async Task A_store_of_the_first_version_is_taken_over()
    {
        string before;
        await using (var store = _folder.Open())
        {
            var hub = _folder.Run(store);
            await hub.CreateIdentityAsync(new HubIdentityId("d1"), new(), StoreFolder.Stop);
            before = StoreFolder.Describe(hub);
        }

        _folder.Execute("DROP TABLE configurations; UPDATE entries SET twin = substr(twin, 1, length(twin) - 2); PRAGMA user_version = 1;");
        await using var again = _folder.Open();
        await using var restarted = new ConfiguringHub(_folder.Time, again);

        StoreFolder.Describe(restarted.Runtime).ShouldBe(before);
        await restarted.PutAsync("c1", "*", """{"deviceContent":{"properties.desired.y":1}}""");
        restarted.Desired("d1").ShouldBe("""{"y":1}""");
    }

    private static string Describe(ConfiguringHub hub) => StoreFolder.Describe(hub.Runtime) + string.Join('\n', hub.Configurations.List(null)
        .Select(configuration => Encoding.UTF8.GetString(HubJson.Write(writer => ConfigurationJson.Write(writer, configuration)))));
}
