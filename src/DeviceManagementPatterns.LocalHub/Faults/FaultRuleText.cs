using System.Text;

namespace DeviceManagementPatterns.LocalHub.Faults;

/// <summary>The short form of a rule.</summary>
internal static class FaultRuleText
{
    private const string Example = "for example 'delay methodReply 2s device=d1 times=3'";

    /// <exception cref="ArgumentException">The text is no rule; the message names the member and the fix.</exception>
    public static FaultRule Parse(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length < 2)
        {
            throw new ArgumentException($"'{LogText.Of(text)}' is no rule: write a kind and an operation, {Example}.");
        }

        var rule = FaultRuleCheck.Start(words[0], words[1]);
        for (var i = 2; i < words.Length; i++)
        {
            rule = Set(rule, words[i], isFirst: i == 2);
        }

        return FaultRuleCheck.Checked(rule);
    }

    public static string Format(FaultRule rule)
    {
        var text = new StringBuilder($"{FaultWords.Of(rule.Kind)} {FaultWords.Of(rule.Operation)}");
        var bare = BareMemberOf(rule.Kind);
        if (bare?.Write(rule) is { } value)
        {
            text.Append(' ').Append(value);
        }

        foreach (var member in FaultMember.All.Where(member => member != bare))
        {
            if (member.Write(rule) is { } written)
            {
                text.Append(' ').Append(member.Name).Append('=').Append(written);
            }
        }

        return text.ToString();
    }

    private static FaultRule Set(FaultRule rule, string word, bool isFirst)
    {
        var at = word.IndexOf('=');
        if (at > 0)
        {
            var name = word[..at];
            var member = FaultMember.Find(name) ?? throw new ArgumentException(
                $"'{LogText.Of(name)}' is no member of a rule: take {FaultMember.Names}.");
            return member.Set(rule, word[(at + 1)..]);
        }

        return isFirst && BareMemberOf(rule.Kind) is { } bare
            ? bare.Set(rule, word)
            : throw new ArgumentException($"'{LogText.Of(word)}' is not understood: write members as name=value, {Example}.");
    }

    /// <summary>The member that stands behind the operation without its name.</summary>
    private static FaultMember? BareMemberOf(FaultKind kind) => kind switch
    {
        FaultKind.Delay or FaultKind.Stale or FaultKind.Skew or FaultKind.Duplicate => FaultMember.Find("by"),
        FaultKind.Refuse or FaultKind.Throttle => FaultMember.Find("code"),
        _ => null,
    };
}
