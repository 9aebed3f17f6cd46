using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DeviceManagementPatterns.Cli.Hubs;
using DeviceManagementPatterns.Cli.Parsing;
using DeviceManagementPatterns.Wire;

namespace DeviceManagementPatterns.Cli.Commands;

/// <summary><c>dmp send ID --body TEXT</c></summary>
internal sealed class SendCommand : BackEndCommand
{
    private static readonly string[] Acks = ["none", "positive", "negative", "full"];

    private readonly DeviceIdArgument _deviceId = new();
    private readonly Option<string> _body = new("--body") { HelpName = "TEXT", Description = "What the device receives, as UTF-8; at most 64 KB.", Required = true };
    private readonly PropertyOption _properties = new();
    private readonly Option<string> _messageId = Text("--message-id", "The message's id; the hub makes one where there is none.");
    private readonly Option<string> _correlationId = Text("--correlation-id", "What the message belongs to.");
    private readonly Option<string> _userId = Text("--user-id", "Who sends it.");
    private readonly Option<string> _contentType = Text("--content-type", "What the body is, such as application/json.");
    private readonly Option<string> _contentEncoding = Text("--content-encoding", "How the body's text is encoded, such as utf-8.");
    private readonly DurationOption _expiry = new(
        "--expiry", "How long the message waits for the device.", TimeSpan.FromSeconds(1), TimeSpan.FromHours(48), TimeSpan.FromHours(1));

    private readonly Option<string> _ack = Text("--ack", $"Of which ends the hub keeps feedback: {string.Join(", ", Acks)}.");

    public SendCommand(CliEnvironment environment)
        : base("send", "Sends a cloud-to-device message by LocalHub and prints its id. It waits in the hub until the device has it.", environment)
    {
        Add(_deviceId);
        Add(_body);
        Add(_properties);
        Add(_contentType);
        Add(_contentEncoding);
        Add(_messageId);
        Add(_correlationId);
        Add(_userId);
        Add(_expiry);
        Add(_ack);
        _ack.AcceptOnlyFromAmong(Acks);
        Examples =
        [
            new("Send a message:", "dmp send myDeviceId --body hello"),
            new("With properties:", """dmp send myDeviceId --body '{"on":true}' --content-type application/json --property level=high --property room=2"""),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, HubAccess hub, CancellationToken cancellationToken)
    {
        var deviceId = arguments.GetRequiredValue(_deviceId);
        var message = WireJson.Object(writer => Write(writer, arguments));
        var messageId = await hub.LocalHub.SendAsync(deviceId, message, cancellationToken).ConfigureAwait(false);
        Environment.Output.WriteLine(messageId);
        Environment.Error.WriteLine($"The message is on its way to device '{deviceId}'.");
        return ExitCodes.Ok;
    }

    private static Option<string> Text(string name, string description) => new(name) { HelpName = "TEXT", Description = description };

    private void Write(Utf8JsonWriter writer, ParseResult arguments)
    {
        writer.WriteString("body", arguments.GetRequiredValue(_body));
        WriteGiven("messageId", _messageId);
        WriteGiven("correlationId", _correlationId);
        WriteGiven("userId", _userId);
        WriteGiven("contentType", _contentType);
        WriteGiven("contentEncoding", _contentEncoding);
        WriteGiven("ack", _ack);
        if (arguments.GetResult(_expiry) is not null)
        {
            var expiry = Environment.Time.GetUtcNow() + _expiry.In(arguments);
            writer.WriteString("expiryTimeUtc", expiry.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        }

        writer.WriteStartObject("properties");
        foreach (var (name, value) in _properties.In(arguments))
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();

        void WriteGiven(string member, Option<string> option)
        {
            if (arguments.GetValue(option) is { } text)
            {
                writer.WriteString(member, text);
            }
        }
    }
}
