using System.CommandLine;

namespace DeviceManagementPatterns.Cli.Parsing;

/// <summary>One or two thumbprints of certificates, with or without the separators that other tools print.</summary>
internal sealed class ThumbprintOption : Option<string[]>
{
    private const int Sha1Digits = 40;
    private const int Sha256Digits = 64;
    private const int MostAtOnce = 2;

    public ThumbprintOption()
        : base("--thumbprint")
    {
        HelpName = "HEX";
        Description = "The SHA-1 or SHA-256 thumbprint of the device's certificate, which takes the place of keys. "
            + "Given twice, either of two certificates lets it in.";
        CustomParser = result =>
        {
            var thumbprints = result.Tokens.Select(token => Digits(token.Value)).ToArray();
            for (var i = 0; i < thumbprints.Length; i++)
            {
                if (thumbprints[i].Length is not (Sha1Digits or Sha256Digits) || !thumbprints[i].All(char.IsAsciiHexDigit))
                {
                    result.AddError($"--thumbprint '{result.Tokens[i].Value}' is none: write {Sha1Digits} (SHA-1) or {Sha256Digits} (SHA-256) hexadecimal digits.");
                }
            }

            if (thumbprints.Length > MostAtOnce)
            {
                result.AddError($"--thumbprint is given {thumbprints.Length} times: a device has a primary and a secondary one.");
            }

            return thumbprints;
        };
    }

    public IReadOnlyList<string> In(ParseResult arguments) => arguments.GetResult(this) is null ? [] : arguments.GetValue(this) ?? [];

    private static string Digits(string text) => string.Concat(text.Where(character => character is not (':' or ' ' or '-')));
}
