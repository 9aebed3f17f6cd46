using System.Collections;

namespace Microsoft.Azure.Devices;

public interface IQuery
{
    Task<QueryResponse<string>> GetNextAsJsonAsync(QueryOptions options);
}

public class QueryOptions
{
    public QueryOptions() => throw new NotSupportedException("stub");

    public string ContinuationToken
    {
        get => throw new NotSupportedException("stub");
        set => throw new NotSupportedException("stub");
    }
}

public class QueryResponse<T> : IEnumerable<T>
{
    public QueryResponse(IEnumerable<T> queryResults, string continuationToken) => throw new NotSupportedException("stub");

    public string ContinuationToken => throw new NotSupportedException("stub");

    public IEnumerator<T> GetEnumerator() => throw new NotSupportedException("stub");

    IEnumerator IEnumerable.GetEnumerator() => throw new NotSupportedException("stub");
}
