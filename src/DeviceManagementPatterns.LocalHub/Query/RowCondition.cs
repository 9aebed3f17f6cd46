namespace DeviceManagementPatterns.LocalHub.Query;

/// <summary>Whether a condition holds for a row.</summary>
internal delegate Truth RowCondition<TRow>(in TRow row);
