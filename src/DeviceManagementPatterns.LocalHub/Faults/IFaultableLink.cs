namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>A link that can also go wrong in other ways than by a reset.</summary>
internal interface IFaultableLink
{
    /// <summary>From now on nothing is sent, and what comes is read and passed over.</summary>
    void Freeze();

    /// <summary>
    /// Ends the connection in good order, as a hub does that restarts. After a reset Microsoft's Node SDK gives a device up; after this
    /// it comes back (seen with azure-iot-device 1.18.4).
    /// </summary>
    void HangUp(string reason);
}
