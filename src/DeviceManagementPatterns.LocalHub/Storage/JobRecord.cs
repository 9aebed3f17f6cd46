using System.Text;
using DeviceManagementPatterns.LocalHub.Hub.Jobs;
using DeviceManagementPatterns.LocalHub.Hub.Methods;

namespace DeviceManagementPatterns.LocalHub.Storage;

/// <summary>A job as bytes, but for its sequence.</summary>
internal static class JobRecord
{
    public static byte[] Write(HubJob job)
    {
        using var bytes = new MemoryStream(256);
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8))
        {
            var draft = job.Draft;
            writer.Write(draft.Id);
            writer.Write((byte)draft.Type);
            writer.Write(draft.QueryCondition);
            writer.WriteTime(draft.StartTime);
            writer.Write(draft.MaxExecutionTime.Ticks);
            writer.WriteBytes(draft.Content.Span);
            writer.Write(draft.IfMatch.ToString());
            writer.WriteTime(job.CreatedTime);
            writer.Write((byte)job.Status);
            writer.WriteTime(job.StartTime);
            writer.WriteTime(job.EndTime);
            writer.WriteOptional(job.FailureReason);
        }

        return bytes.ToArray();
    }

    /// <exception cref="FormatException">Its method call cannot be read.</exception>
    public static HubJob Read(long sequence, byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var id = reader.ReadString();
        var type = (JobType)reader.ReadByte();
        var draft = new JobDraft(id, reader.ReadString(), reader.ReadOptionalTime(), new TimeSpan(reader.ReadInt64())) { Content = reader.ReadBytes() };
        draft = draft with { IfMatch = new ETag(reader.ReadString()), Call = type == JobType.ScheduleDeviceMethod ? CallOf(draft.Content) : null };
        return new HubJob(sequence, draft, reader.ReadTime())
        {
            Status = (JobStatus)reader.ReadByte(),
            StartTime = reader.ReadTime(),
            EndTime = reader.ReadOptionalTime(),
            FailureReason = reader.ReadOptional(),
        };
    }

    private static MethodInvocation CallOf(ReadOnlyMemory<byte> content)
    {
        try
        {
            return MethodInvocation.Parse(content);
        }
        catch (HubException e)
        {
            throw new FormatException(e.Message, e);
        }
    }
}
