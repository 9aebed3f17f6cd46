using DeviceManagementPatterns.LocalHub.Limits;

namespace DeviceManagementPatterns.LocalHub.Tests.Limits;

/// <summary>Random requests: each step waits some milliseconds, then asks for a cost; a last digit of 0 withdraws the one that waits longest instead.</summary>
internal sealed record Traffic(MeterRate Rate, int Burst, int QueueLength, TimeSpan MaxWait, (int Pause, int Cost, int Digit)[] Steps);
