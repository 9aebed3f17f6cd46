using System.Text;
using DeviceManagementPatterns.LocalHub.Hub;
using DeviceManagementPatterns.LocalHub.Hub.Twins;
using DeviceManagementPatterns.LocalHub.Hub.Twins.Tree;

namespace DeviceManagementPatterns.LocalHub.Tests.Hub.Twins;

/// <summary>Twins from JSON text and back.</summary>
internal static class TwinTexts
{
    public static TwinObject Read(string json, TwinShapes shapes) => TwinBodies.ReadReported(Encoding.UTF8.GetBytes(json), shapes);

    public static TwinWrite ReadPatch(string json, TwinShapes shapes) => TwinBodies.ReadPatch(Encoding.UTF8.GetBytes(json), shapes);

    public static TwinWrite ReadReplacement(string json, TwinShapes shapes) => TwinBodies.ReadReplacement(Encoding.UTF8.GetBytes(json), shapes);

    public static string Write(TwinObject value) => Encoding.UTF8.GetString(HubJson.Write(writer => TwinJson.WriteObject(writer, value)));

    public static string Write(HubTwinSection section) => Encoding.UTF8.GetString(HubJson.Write(writer => TwinJson.WriteSection(writer, section)));
}
