using System.Buffers;
using DeviceManagementPatterns.LocalHub.Mqtt;

namespace DeviceManagementPatterns.LocalHub.Tests.Mqtt;

public sealed class MqttFrameTests
{
    private const int MaxBodyLength = 1000;

    [Theory]
    [InlineData("", nameof(FrameResult.Incomplete))]
    [InlineData("30", nameof(FrameResult.Incomplete))]
    [InlineData("3080", nameof(FrameResult.Incomplete))]
    [InlineData("300241", nameof(FrameResult.Incomplete))]
    [InlineData("30024142", nameof(FrameResult.Complete))]
    [InlineData("C000", nameof(FrameResult.Complete))]
    [InlineData("30FFFF7F", nameof(FrameResult.TooLarge))]
    [InlineData("30E907", nameof(FrameResult.TooLarge))]
    [InlineData("30E807", nameof(FrameResult.Incomplete))]
    [InlineData("30FFFFFFFF", nameof(FrameResult.Malformed))]
    [InlineData("3080808080", nameof(FrameResult.Malformed))]
    public void A_buffer_begins_with_a_frame_or_not(string hex, string expected)
    {
        var buffer = new ReadOnlySequence<byte>(Convert.FromHexString(hex));

        var result = MqttFrame.TryRead(ref buffer, MaxBodyLength, out _);

        result.ToString().ShouldBe(expected);
    }

    [Fact]
    public void Frames_come_out_one_by_one_however_the_bytes_were_split()
    {
        byte[] bytes = [0x30, 2, 1, 2, 0xC0, 0, 0x30, 1, 9];
        for (var split = 1; split < bytes.Length; split++)
        {
            var buffer = Segments(bytes[..split], bytes[split..]);
            var bodies = new List<string>();

            while (MqttFrame.TryRead(ref buffer, MaxBodyLength, out var frame) == FrameResult.Complete)
            {
                bodies.Add($"{frame.Header:X2}:{Convert.ToHexString(frame.Body)}");
            }

            bodies.ShouldBe(["30:0102", "C0:", "30:09"]);
            buffer.IsEmpty.ShouldBeTrue();
        }
    }

    private static ReadOnlySequence<byte> Segments(byte[] first, byte[] second)
    {
        var start = new Segment(first);
        var end = start.Append(second);
        return new ReadOnlySequence<byte>(start, 0, end, second.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes) => Memory = bytes;

        public Segment Append(byte[] bytes)
        {
            var next = new Segment(bytes) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}
