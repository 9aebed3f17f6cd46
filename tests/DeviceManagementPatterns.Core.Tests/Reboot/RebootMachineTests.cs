using System.Text;
using DeviceManagementPatterns.Reboot;
using Snapshooter.Xunit3;

namespace DeviceManagementPatterns.Tests.Reboot;

public sealed class RebootMachineTests
{
    [Fact]
    public void Every_legal_arrow_is_drawn()
    {
        var arrows = new StringBuilder();
        foreach (var phase in Enum.GetValues<RebootPhase>())
        {
            foreach (var signal in Enum.GetValues<RebootSignal>())
            {
                if (RebootMachine.Next(phase, signal) is { } next)
                {
                    arrows.Append(phase).Append(" --").Append(signal).Append("--> ").Append(next).Append('\n');
                }
            }
        }

        Snapshot.Match(arrows.ToString());
    }

    [Fact]
    public void No_arrow_leaves_a_terminal_phase()
    {
        var leaving =
            from phase in Enum.GetValues<RebootPhase>()
            where RebootMachine.IsTerminal(phase)
            from signal in Enum.GetValues<RebootSignal>()
            where RebootMachine.Next(phase, signal) is not null
            select phase;

        leaving.ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_can_be_cancelled_past_the_point_of_no_return() =>
        RebootMachine.Next(RebootPhase.Rebooting, RebootSignal.Cancel).ShouldBeNull();
}
