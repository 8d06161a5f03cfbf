using Focusflow.Core.Foundation.Storage;
using Microsoft.Extensions.Logging;

namespace Focusflow.Functions.Foundation.Telemetry;

/// <summary>The lines about documents that were passed over. Neither whose they are nor what is in them is told.</summary>
internal static partial class SetAsideLog
{
    /// <summary>A line for each. An alert looks for its words (infra/modules/alerts.bicep).</summary>
    public static void SetAside(this ILogger log, IEnumerable<SetAside> documents)
    {
        foreach (var document in documents)
        {
            if (document.IsMalformed)
                log.PassedOver(document.Work, document.Kind, document.Reason);
            else
                log.NotDone(document.Work, document.Kind, document.Error);
        }
    }

    [LoggerMessage(20, LogLevel.Error, "The work on {Work} set aside a document of kind {Kind} ({Reason}); everything else went on")]
    private static partial void PassedOver(this ILogger log, string work, string kind, string reason);

    [LoggerMessage(22, LogLevel.Error, "The work on {Work} could not be done for a document of kind {Kind}; the next round tries again")]
    private static partial void NotDone(this ILogger log, string work, string kind, Exception error);
}
