namespace DeviceManagementPatterns.Conformance;

/// <summary>What every link promises behind <see cref="IDeviceRegistry"/>.</summary>
public abstract class DeviceRegistryConformanceTests(HubLink link) : ConformanceTests(link)
{
    private const string FirstKey = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private const string SecondKey = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=";

    [Fact]
    public async Task Keys_that_are_not_given_are_made_by_the_hub()
    {
        var id = NewId();

        var created = await Registry.CreateDeviceAsync(new DeviceIdentity(id), Stop);

        created.DeviceId.ShouldBe(id);
        created.PrimaryKey.ShouldNotBeNullOrEmpty();
        created.SecondaryKey.ShouldNotBeNullOrEmpty();
        created.SecondaryKey.ShouldNotBe(created.PrimaryKey);
        created.IsEnabled.ShouldBeTrue();
        created.IsConnected.ShouldBeFalse();
        created.ETag.ShouldNotBe(ETag.Any);
        (await Registry.GetDeviceAsync(id, Stop)).ShouldBe(created);
    }

    [Fact]
    public async Task Keys_that_are_given_are_kept()
    {
        var device = new DeviceIdentity(NewId()) { PrimaryKey = FirstKey, SecondaryKey = SecondKey, IsEnabled = false };

        var created = await Registry.CreateDeviceAsync(device, Stop);

        created.PrimaryKey.ShouldBe(FirstKey);
        created.SecondaryKey.ShouldBe(SecondKey);
        created.IsEnabled.ShouldBeFalse();
    }

    [Fact]
    public async Task One_key_alone_is_refused()
    {
        var id = NewId();

        await ArgumentRefusalAsync(() => Registry.CreateDeviceAsync(new DeviceIdentity(id) { PrimaryKey = FirstKey }, Stop));

        (await Registry.GetDeviceAsync(id, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task A_taken_id_is_refused_and_the_device_stays_as_it_is()
    {
        var first = await Registry.CreateDeviceAsync(new DeviceIdentity(NewId()), Stop);

        var refusal = await RefusalAsync(() => Registry.CreateDeviceAsync(new DeviceIdentity(first.DeviceId), Stop));

        refusal.Code.ShouldBe(HubErrorCode.DeviceAlreadyExists);
        refusal.Message.ShouldContain(first.DeviceId);
        (await Registry.GetDeviceAsync(first.DeviceId, Stop)).ShouldBe(first);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("ä")]
    public async Task An_id_that_is_not_valid_is_refused(string id)
    {
        var refusal = await ArgumentRefusalAsync(() => Registry.CreateDeviceAsync(new DeviceIdentity(id), Stop));

        refusal.Message.ShouldContain(id);
    }

    [Fact]
    public async Task An_id_has_128_characters_at_most()
    {
        var longest = NewId().PadRight(128, 'x');

        await Registry.CreateDeviceAsync(new DeviceIdentity(longest), Stop);

        await ArgumentRefusalAsync(() => Registry.CreateDeviceAsync(new DeviceIdentity(longest + "x"), Stop));
    }

    [Fact]
    public async Task Every_character_that_an_id_may_have_goes_through_the_link()
    {
        var id = NewId() + "-:.+%_#*?!(),=@;$'";

        await Registry.CreateDeviceAsync(new DeviceIdentity(id), Stop);

        (await Registry.GetDeviceAsync(id, Stop)).ShouldNotBeNull().DeviceId.ShouldBe(id);
        (await Service.GetTwinAsync(id, Stop)).ShouldNotBeNull().DeviceId.ShouldBe(id);
        await Registry.DeleteDeviceAsync(id, cancellationToken: Stop);
    }

    [Fact]
    public async Task An_unknown_device_reads_as_null_and_ids_are_case_sensitive()
    {
        var id = await RegisterAsync();

        (await Registry.GetDeviceAsync(NewId(), Stop)).ShouldBeNull();
        (await Registry.GetDeviceAsync(id.ToUpperInvariant(), Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task The_list_has_every_device_and_no_more_than_asked_for()
    {
        string[] ids = [await RegisterAsync(), await RegisterAsync()];

        var all = await Registry.ListDevicesAsync(cancellationToken: Stop);

        ids.ShouldBeSubsetOf(all.Select(device => device.DeviceId));
        (await Registry.ListDevicesAsync(1, Stop)).Count.ShouldBe(1);
        await ArgumentRefusalAsync(() => Registry.ListDevicesAsync(0, Stop));
        await ArgumentRefusalAsync(() => Registry.ListDevicesAsync(1001, Stop));
    }

    [Fact]
    public async Task A_write_with_a_stale_stamp_is_refused()
    {
        var first = await Registry.CreateDeviceAsync(new DeviceIdentity(NewId()), Stop);
        var second = await Registry.UpdateDeviceAsync(first with { PrimaryKey = FirstKey }, Stop);
        second.PrimaryKey.ShouldBe(FirstKey);
        second.ETag.ShouldNotBe(first.ETag);

        var update = await RefusalAsync(() => Registry.UpdateDeviceAsync(first with { IsEnabled = false }, Stop));
        var delete = await RefusalAsync(() => Registry.DeleteDeviceAsync(first.DeviceId, first.ETag, Stop));

        update.Code.ShouldBe(HubErrorCode.PreconditionFailed);
        delete.Code.ShouldBe(HubErrorCode.PreconditionFailed);
        (await Registry.GetDeviceAsync(first.DeviceId, Stop)).ShouldBe(second);
    }

    [Fact]
    public async Task A_write_without_a_stamp_is_unconditional()
    {
        var first = await Registry.CreateDeviceAsync(new DeviceIdentity(NewId()), Stop);
        await Registry.UpdateDeviceAsync(first with { PrimaryKey = FirstKey }, Stop);

        var written = await Registry.UpdateDeviceAsync(first with { ETag = ETag.Any, PrimaryKey = SecondKey }, Stop);

        written.PrimaryKey.ShouldBe(SecondKey);
        (await Registry.UpdateDeviceAsync(first with { ETag = default }, Stop)).PrimaryKey.ShouldBe(first.PrimaryKey);
    }

    [Fact]
    public async Task An_unknown_device_can_be_neither_written_nor_removed()
    {
        var id = NewId();

        (await RefusalAsync(() => Registry.UpdateDeviceAsync(new DeviceIdentity(id), Stop))).Code.ShouldBe(HubErrorCode.DeviceNotFound);
        (await RefusalAsync(() => Registry.DeleteDeviceAsync(id, cancellationToken: Stop))).Code.ShouldBe(HubErrorCode.DeviceNotFound);
        (await Registry.GetDeviceAsync(id, Stop)).ShouldBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_device_that_is_disabled_or_removed_is_disconnected(bool isRemoved)
    {
        await using var device = await ConnectAsync();
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        device.ConnectionStatusChanged += (_, _) => left.TrySetResult();
        var identity = (await Registry.GetDeviceAsync(device.DeviceId, Stop)).ShouldNotBeNull();
        identity.IsConnected.ShouldBeTrue();

        await (isRemoved
            ? Registry.DeleteDeviceAsync(device.DeviceId, cancellationToken: Stop)
            : Registry.UpdateDeviceAsync(identity with { IsEnabled = false }, Stop));

        await left.Task.WaitAsync(Patience, Stop);
        device.ConnectionStatus.State.ShouldNotBe(ConnectionState.Connected);
        (await Registry.GetDeviceAsync(device.DeviceId, Stop))?.IsConnected.ShouldBeFalse();
    }

    [Fact]
    public async Task A_removed_device_is_gone_with_its_twin_and_its_id_is_free()
    {
        var id = await RegisterAsync();
        await PatchDesiredAsync(id, """{"a":1}""");

        await Registry.DeleteDeviceAsync(id, cancellationToken: Stop);
        (await Registry.GetDeviceAsync(id, Stop)).ShouldBeNull();
        (await Service.GetTwinAsync(id, Stop)).ShouldBeNull();
        await Registry.CreateDeviceAsync(new DeviceIdentity(id), Stop);

        (await Service.GetTwinAsync(id, Stop)).ShouldNotBeNull().Desired.Find("a").ShouldBeNull();
    }

    [Fact]
    public async Task What_is_cancelled_already_is_not_done()
    {
        var device = await Registry.CreateDeviceAsync(new DeviceIdentity(NewId()), Stop);
        var other = NewId();
        var cancelled = new CancellationToken(canceled: true);

        await Should.ThrowAsync<OperationCanceledException>(() => Registry.CreateDeviceAsync(new DeviceIdentity(other), cancelled));
        await Should.ThrowAsync<OperationCanceledException>(() => Registry.GetDeviceAsync(device.DeviceId, cancelled));
        await Should.ThrowAsync<OperationCanceledException>(() => Registry.ListDevicesAsync(1, cancelled));
        await Should.ThrowAsync<OperationCanceledException>(() => Registry.UpdateDeviceAsync(device with { IsEnabled = false }, cancelled));
        await Should.ThrowAsync<OperationCanceledException>(() => Registry.DeleteDeviceAsync(device.DeviceId, cancellationToken: cancelled));

        (await Registry.GetDeviceAsync(other, Stop)).ShouldBeNull();
        (await Registry.GetDeviceAsync(device.DeviceId, Stop)).ShouldBe(device);
    }
}
