namespace DeviceManagementPatterns.LocalHub.Tests.Storage;

public sealed class RefusedStoreTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("PRAGMA user_version = 99", "is of version 99")]
    [InlineData("PRAGMA application_id = 7", "of another program")]
    public async Task A_newer_or_foreign_store_is_refused_and_left_as_it_is(string change, string expected)
    {
        await (_folder.Open()).DisposeAsync();
        _folder.Execute(change);

        RefusedUnchanged(expected);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        File.WriteAllText(_folder.File, new string('x', 5000));

        RefusedUnchanged("is damaged");
    }

    [Fact]
    public async Task A_damaged_store_is_refused_and_left_as_it_is()
    {
        await (_folder.Open()).DisposeAsync();
        var bytes = File.ReadAllBytes(_folder.File);
        bytes.AsSpan(4096 + 1, 200).Fill(0xAB);
        File.WriteAllBytes(_folder.File, bytes);

        RefusedUnchanged("is damaged");
    }

    [Fact]
    public async Task A_second_hub_on_the_same_directory_is_refused()
    {
        await using var first = _folder.Open();

        Should.Throw<IOException>(() => _folder.Open()).Message.ShouldContain("Another hub may be using it");
    }

    [Fact]
    public async Task A_directory_can_be_used_again_after_a_refusal()
    {
        File.WriteAllText(_folder.File, "no database");
        Should.Throw<IOException>(() => _folder.Open());
        File.Delete(_folder.File);

        await using var store = _folder.Open();

        _folder.Run(store).DeviceTwins().Count.ShouldBe(0);
    }

    private void RefusedUnchanged(string expected)
    {
        var before = _folder.Hash();

        var refusal = Should.Throw<IOException>(() => _folder.Open());

        refusal.Message.ShouldContain(expected);
        refusal.Message.ShouldContain(_folder.File);
        _folder.Hash().ShouldBe(before);
    }
}
