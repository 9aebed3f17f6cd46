using System.Net;
using System.Net.Http.Headers;
using DeviceManagementPatterns.Dialing;
using DeviceManagementPatterns.Wire;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace DeviceManagementPatterns.Http;

/// <summary>
/// Sends requests to one hub and repeats those that may be repeated. Every failure leaves as a <see cref="HubException"/>.
/// </summary>
internal sealed class HubHttp : IDisposable
{
    private static readonly ResiliencePropertyKey<HubRequest> RequestKey = new("request");
    private static readonly ResiliencePropertyKey<bool> MayHaveBeenDoneKey = new("may-have-been-done");

    private readonly HttpClient _client;
    private readonly ResiliencePipeline<HubAttempt> _pipeline;
    private readonly Func<CancellationToken, ValueTask<string>> _authorize;
    private readonly IotHubServiceOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <param name="endpoint">Where the hub listens.</param>
    /// <param name="authorize">Makes the <c>Authorization</c> header.</param>
    /// <param name="options">Checked and copied.</param>
    /// <param name="logger">Where repetitions are told.</param>
    /// <param name="time">The clock.</param>
    public HubHttp(
        HubEndpoint endpoint,
        Func<CancellationToken, ValueTask<string>> authorize,
        IotHubServiceOptions options,
        ILogger logger,
        TimeProvider time)
    {
        (_authorize, _options, _time, _logger) = (authorize, options, time, logger);
        var trust = HubTrust.Load(options.CaFile, $"{nameof(IotHubServiceOptions)}.{nameof(IotHubServiceOptions.CaFile)}");
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            SslOptions = trust.ForClient(targetHost: null),
            ConnectCallback = async (context, stop) =>
                await HubDialer.DialAsync(new(context.DnsEndPoint.Host, context.DnsEndPoint.Port), time, stop).ConfigureAwait(false),
        };
        _client = new HttpClient(handler)
        {
            BaseAddress = new Uri($"https://{endpoint}"),
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestVersion = HttpVersion.Version11,
        };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue(Product.Name, Product.Version));
        _client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        _pipeline = options.MaxRetryAttempts == 0 ? ResiliencePipeline<HubAttempt>.Empty : BuildPipeline();
    }

    /// <exception cref="ArgumentException">The connection string or an option is not valid.</exception>
    public static HubHttp ForPolicy(string connectionString, IotHubServiceOptions? options, ILogger logger, TimeProvider? time)
    {
        var clock = time ?? TimeProvider.System;
        var connection = ServiceConnectionString.Parse(connectionString);
        var valid = (options ?? new IotHubServiceOptions()).ValidatedCopy();
        var credential = new ServiceCredential(connection, valid.SasTokenLifetime, clock);
        return new HubHttp(connection.Endpoint, credential.AuthorizeAsync, valid, logger, clock);
    }

    /// <returns>A reply whose status tells success.</returns>
    /// <exception cref="HubException">The hub refused, or there was no answer.</exception>
    public async Task<HubReply> SendAsync(HubRequest request, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(RequestKey, request);
        try
        {
            var attempt = await _pipeline.ExecuteAsync(
                static (context, self) => self.AttemptAsync(context), context, this).ConfigureAwait(false);
            return attempt.Reply ?? throw Explained(attempt.Error!, context);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    public void Dispose() => _client.Dispose();

    private ResiliencePipeline<HubAttempt> BuildPipeline() => new ResiliencePipelineBuilder<HubAttempt> { TimeProvider = _time }
        .AddRetry(new RetryStrategyOptions<HubAttempt>
        {
            MaxRetryAttempts = _options.MaxRetryAttempts,
            ShouldHandle = arguments => ValueTask.FromResult(
                arguments.Outcome.Result is { } attempt && RetryRule.Allows(RequestOf(arguments.Context), attempt, _options)),
            DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(
                RetryRule.DelayBefore(arguments.Outcome.Result?.Error, arguments.AttemptNumber, _options, Random.Shared.NextDouble())),
            OnRetry = arguments =>
            {
                NoteRepetition(arguments.Context, arguments.Outcome.Result!, arguments.AttemptNumber + 1, arguments.RetryDelay);
                return default;
            },
        })
        .Build();

    private static HubRequest RequestOf(ResilienceContext context) => context.Properties.GetValue(RequestKey, null!);

    private static HubException Explained(HubException error, ResilienceContext context) =>
        error.Code == HubErrorCode.PreconditionFailed && context.Properties.GetValue(MayHaveBeenDoneKey, false)
            ? new HubException(
                error.Code,
                $"{error.Message} An earlier attempt of this call got no clear answer: it may itself be what has written.",
                error)
            {
                TrackingId = error.TrackingId,
            }
            : error;

    private void NoteRepetition(ResilienceContext context, HubAttempt failed, int attempt, TimeSpan delay)
    {
        if (RetryRule.MayHaveBeenDone(failed))
        {
            context.Properties.Set(MayHaveBeenDoneKey, true);
        }

        _logger.CallIsRepeated(RequestOf(context).Action, attempt, failed.Error!.Message, delay);
    }

    private async ValueTask<HubAttempt> AttemptAsync(ResilienceContext context)
    {
        var request = RequestOf(context);
        var limitSpan = request.Timeout ?? _options.RequestTimeout;
        using var limit = new CancellationTokenSource(limitSpan, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, context.CancellationToken);
        try
        {
            using var message = await ToMessageAsync(request, either.Token).ConfigureAwait(false);
            using var response = await _client.SendAsync(
                message, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return await ReplyReader.ReadAsync(request, response, _time, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!context.CancellationToken.IsCancellationRequested)
        {
            return limit.IsCancellationRequested ? SendFailure.Timeout(request, limitSpan, e) : SendFailure.Broken(request, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return SendFailure.Broken(request, e);
        }
    }

    private async ValueTask<HttpRequestMessage> ToMessageAsync(HubRequest request, CancellationToken cancellationToken)
    {
        var message = new HttpRequestMessage(request.Method, request.Path);
        message.Headers.TryAddWithoutValidation("Authorization", await _authorize(cancellationToken).ConfigureAwait(false));
        if (request.IfMatch is { } etag)
        {
            message.Headers.TryAddWithoutValidation("If-Match", ETagText.Format(etag));
        }

        foreach (var (name, value) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(WireNames.JsonContentType);
        }

        return message;
    }
}
