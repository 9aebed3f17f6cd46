namespace CrashStore.Hubs;

/// <summary>A hub that can be killed at any moment, and started again on what it left behind.</summary>
internal interface ITestedHub
{
    /// <summary>Starts it, and returns when it listens.</summary>
    Task<HubAccess> StartAsync();

    /// <summary>Ends it without a chance to do anything more.</summary>
    Task KillAsync();
}
