using Microsoft.Azure.Devices.Shared;

namespace Microsoft.Azure.Devices.Client;

public delegate Task<MethodResponse> MethodCallback(MethodRequest methodRequest, object userContext);

public delegate Task DesiredPropertyUpdateCallback(TwinCollection desiredProperties, object userContext);

public delegate void ConnectionStatusChangesHandler(ConnectionStatus status, ConnectionStatusChangeReason reason);
