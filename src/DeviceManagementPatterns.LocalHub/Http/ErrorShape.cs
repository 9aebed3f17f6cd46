namespace DeviceManagementPatterns.LocalHub.Http;

/// <summary>Which of IoT Hub's two error bodies a call answers with; SDKs rely on it.</summary>
internal enum ErrorShape
{
    /// <summary>Registry, twins, queries, refused credentials.</summary>
    A,

    /// <summary>Direct methods.</summary>
    B,
}
