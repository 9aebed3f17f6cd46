using System.Reflection;
using Microsoft.Extensions.Logging;

namespace DeviceManagementPatterns.Tests;

public sealed class LogTests
{
    [Fact]
    public void Every_log_message_has_a_number_of_its_own()
    {
        var numbers = typeof(Log).GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()!.EventId)
            .ToArray();

        numbers.Length.ShouldBeGreaterThan(10);
        numbers.ShouldBeUnique();
    }
}
