using System.Text.Json.Serialization;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Accounts;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(StoredInstantConverter), typeof(LocalTimeConverter)])]
[JsonSerializable(typeof(Account))]
[JsonSerializable(typeof(Access))]
[JsonSerializable(typeof(Identity))]
[JsonSerializable(typeof(FailedSignIns))]
[JsonSerializable(typeof(Onboarding))]
[JsonSerializable(typeof(AddressCode))]
[JsonSerializable(typeof(EmailChangeRequest))]
[JsonSerializable(typeof(AbandonedAccount))]
[JsonSerializable(typeof(DepartingAccount))]
internal sealed partial class AccountsJson : JsonSerializerContext;
