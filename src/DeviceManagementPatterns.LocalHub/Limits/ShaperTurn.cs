namespace DeviceManagementPatterns.LocalHub.Limits;

/// <summary>A request leaves the queue: it is served, or it has waited too long.</summary>
/// <param name="Ticket">The request.</param>
/// <param name="At">When that was due, in ticks.</param>
/// <param name="IsServed">False where it has waited too long.</param>
internal readonly record struct ShaperTurn(ShaperTicket Ticket, long At, bool IsServed);
