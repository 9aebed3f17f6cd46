using System.Globalization;
using DeviceManagementPatterns.LocalHub.Tests.Hub;

namespace DeviceManagementPatterns.LocalHub.Tests.Http;

public sealed class ConfigurationBodyTests(ConfigurationBodyTests.OneHub hub) : IClassFixture<ConfigurationBodyTests.OneHub>
{
    public static TheoryData<string, string> Cases { get; } = CaseFile.Read("configuration-bodies.txt");

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Is_taken_or_refused(string input, string expected)
    {
        var (id, body) = (input[..input.IndexOf(' ')], input[(input.IndexOf(' ') + 1)..]);

        var answer = await hub.Rest.PutAsync($"/configurations/{id}", body);

        var parts = expected.Split(' ');
        if (parts is [var status, var error])
        {
            answer.ShouldBeError(int.Parse(status, CultureInfo.InvariantCulture), error);
            return;
        }

        answer.Status.ShouldBe(201, answer.Body);
        answer.Json.GetProperty("id").GetString().ShouldBe(Uri.UnescapeDataString(id));
        (await hub.Rest.GetAsync($"/configurations/{id}")).Body.ShouldBe(answer.Body);
        (await hub.Rest.DeleteAsync($"/configurations/{id}")).Status.ShouldBe(204);
    }

    [Fact]
    public async Task An_id_has_at_most_128_characters()
    {
        const string Body = """{"content":{"deviceContent":{}}}""";
        var (longest, tooLong) = (new string('a', 128), new string('a', 129));

        (await hub.Rest.PutAsync($"/configurations/{longest}", Body)).Status.ShouldBe(201);
        (await hub.Rest.PutAsync($"/configurations/{tooLong}", Body)).ShouldBeError(400, "ArgumentInvalid");
        await hub.Rest.DeleteAsync($"/configurations/{longest}");
    }

    public sealed class OneHub : IAsyncLifetime
    {
        private RunningHub? _hub;

        internal RestCaller Rest { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            _hub = await RunningHub.StartAsync();
            Rest = _hub.Rest();
        }

        public ValueTask DisposeAsync() => _hub?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
