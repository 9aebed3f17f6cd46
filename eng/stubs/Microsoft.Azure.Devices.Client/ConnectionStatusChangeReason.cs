namespace Microsoft.Azure.Devices.Client;

public enum ConnectionStatusChangeReason
{
    Connection_Ok = 0,
    Expired_SAS_Token = 1,
    Device_Disabled = 2,
    Bad_Credential = 3,
    Retry_Expired = 4,
    No_Network = 5,
    Communication_Error = 6,
    Client_Close = 7,
}
