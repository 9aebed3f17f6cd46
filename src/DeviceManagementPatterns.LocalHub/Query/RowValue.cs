namespace DeviceManagementPatterns.LocalHub.Query;

/// <summary>A value taken from a row, or computed from it.</summary>
internal delegate QueryValue RowValue<TRow>(in TRow row);
