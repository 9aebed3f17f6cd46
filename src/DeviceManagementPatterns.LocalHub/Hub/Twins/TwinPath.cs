using System.Text;

namespace DeviceManagementPatterns.LocalHub.Hub.Twins;

/// <summary>Where in a twin a reader is, so that an error can name it.</summary>
internal sealed class TwinPath(string root)
{
    private readonly List<string> _steps = [];

    public void Enter(string name) => _steps.Add($".{name}");

    public void Enter(int index) => _steps.Add($"[{index}]");

    public void Leave() => _steps.RemoveAt(_steps.Count - 1);

    public override string ToString() => _steps.Aggregate(new StringBuilder(root), (text, step) => text.Append(step)).ToString();
}
