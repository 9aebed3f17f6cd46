namespace DeviceManagementPatterns.Tests.Http;

public sealed class ServiceOptionsTests
{
    public static TheoryData<string, Action<IotHubServiceOptions>> Wrong => new()
    {
        { "SasTokenLifetime", options => options.SasTokenLifetime = TimeSpan.FromSeconds(59) },
        { "RequestTimeout", options => options.RequestTimeout = TimeSpan.Zero },
        { "MaxRetryAttempts", options => options.MaxRetryAttempts = -1 },
        { "RetryBaseDelay", options => options.RetryBaseDelay = TimeSpan.Zero },
        { "MaxRetryDelay", options => options.MaxRetryDelay = TimeSpan.FromMilliseconds(199) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void An_option_outside_its_range_is_named_with_its_value(string name, Action<IotHubServiceOptions> spoil)
    {
        var options = new IotHubServiceOptions();
        spoil(options);

        var error = Should.Throw<ArgumentException>(
            () => new IotHubServiceClient("HostName=h;SharedAccessKeyName=p;SharedAccessKey=cA==", options));

        error.Message.ShouldStartWith($"IotHubServiceOptions.{name} is ");
        error.Message.ShouldContain("it must be from");
    }
}
