using System.Text.Json;

namespace CrashStore.Writes;

internal static class JobAnswers
{
    private const int Attempts = 600;

    /// <summary>The job once it is completed, or as it is after a minute; null where the hub does not know it.</summary>
    public static async Task<JsonElement?> EndOfAsync(Rest rest, string id)
    {
        for (var attempt = 1; ; attempt++)
        {
            var job = await rest.GetAsync($"/jobs/v2/{id}");
            if (job is null || job.Value.GetProperty("status").GetString() == "completed" || attempt == Attempts)
            {
                return job;
            }

            await Task.Delay(100);
        }
    }

    public static int Count(JsonElement job, string name) => job.GetProperty("deviceJobStatistics").GetProperty(name).GetInt32();
}
