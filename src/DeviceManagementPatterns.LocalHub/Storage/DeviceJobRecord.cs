using System.Text;
using DeviceManagementPatterns.LocalHub.Hub.Jobs;
using DeviceManagementPatterns.LocalHub.Hub.Methods;

namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>A device's part of a job as bytes, but for the job and the device's place in it.</summary>
internal static class DeviceJobRecord
{
    private const int NoCode = -1;

    public static byte[] Write(DeviceJob device)
    {
        using var bytes = new MemoryStream(128);
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8))
        {
            writer.Write(device.DeviceId);
            writer.WriteTime(device.CreatedTime);
            writer.Write((byte)device.Status);
            writer.WriteTime(device.StartTime);
            writer.WriteTime(device.EndTime);
            writer.WriteTime(device.LastUpdatedTime);
            WriteOutcome(writer, device.Outcome);
            WriteError(writer, device.Error);
        }

        return bytes.ToArray();
    }

    public static DeviceJob Read(HubJob job, int index, byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        return new DeviceJob(job, index, reader.ReadString(), reader.ReadTime())
        {
            Status = (DeviceJobStatus)reader.ReadByte(),
            StartTime = reader.ReadOptionalTime(),
            EndTime = reader.ReadOptionalTime(),
            LastUpdatedTime = reader.ReadTime(),
            Outcome = ReadOutcome(reader),
            Error = ReadError(reader),
        };
    }

    private static void WriteOutcome(BinaryWriter writer, MethodOutcome? outcome)
    {
        writer.Write(outcome is not null);
        if (outcome is { } answer)
        {
            writer.Write(answer.Status);
            writer.WriteBytes(answer.Payload.Span);
        }
    }

    private static MethodOutcome? ReadOutcome(BinaryReader reader) =>
        reader.ReadBoolean() ? new MethodOutcome(reader.ReadInt32(), reader.ReadBytes()) : null;

    private static void WriteError(BinaryWriter writer, HubException? error)
    {
        writer.Write(error is not null);
        if (error is not null)
        {
            writer.Write((int?)error.Code ?? NoCode);
            writer.Write(error.IsOutcomeUnknown);
            writer.Write(error.Message);
        }
    }

    private static HubException? ReadError(BinaryReader reader)
    {
        if (!reader.ReadBoolean())
        {
            return null;
        }

        var code = reader.ReadInt32();
        var isOutcomeUnknown = reader.ReadBoolean();
        return new HubException(code == NoCode ? null : (HubErrorCode)code, reader.ReadString()) { IsOutcomeUnknown = isOutcomeUnknown };
    }
}
