namespace DeviceManagementPatterns.LocalHub.Hub.Configurations;

/// <summary>Whose twins a configuration's content is for.</summary>
internal enum ConfigurationKind
{
    /// <summary><c>deviceContent</c>: the devices that are targeted.</summary>
    Device,

    /// <summary><c>moduleContent</c>: the modules that are targeted.</summary>
    Module,

    /// <summary><c>modulesContent</c>: modules, by their ids, of the IoT Edge devices that are targeted.</summary>
    EdgeModules,
}
