using System.Globalization;
using System.Text;

namespace DeviceManagementPatterns.LocalHub.Hub.Twins;

/// <summary>Where in a twin a reader is, so that an error can name it.</summary>
internal sealed class TwinPath(string root)
{
    private readonly List<(string? Name, int Index)> _steps = [];

    public void Enter(string name) => _steps.Add((name, 0));

    public void Enter(int index) => _steps.Add((null, index));

    public void Leave() => _steps.RemoveAt(_steps.Count - 1);

    public override string ToString()
    {
        var text = new StringBuilder(root);
        foreach (var (name, index) in _steps)
        {
            _ = name is null ? text.Append(CultureInfo.InvariantCulture, $"[{index}]") : text.Append('.').Append(name);
        }

        return text.ToString();
    }
}
