using System.Text.Json;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Mail;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Functions.Features.Accounts;
using Focusflow.Functions.Features.Pictures;
using Focusflow.Functions.Features.Reminders;
using Focusflow.Functions.Features.Wellness;
using Focusflow.Functions.Features.WorkLog;
using Focusflow.Functions.Foundation.Mail;
using Focusflow.Sqlite;
using Focusflow.Tests.Features.Reminders;
using Focusflow.Tests.Foundation.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace Focusflow.Tests.Features.Accounts;

/// <summary>The use cases of accounts on a store of their own that can be made to fail, with a clock to be moved.</summary>
internal sealed class AccountDesk : IDisposable
{
    private readonly SqliteDatabase database = SqliteDatabase.OpenTemporary();
    private readonly ServiceProvider services;

    private AccountDesk()
    {
        var stored = new MeteredDocumentStore(new SqliteDocumentStore(database, Clock));
        Store = new FaultyStore(new ObservedDocumentStore(stored, Observed()));
        services = Open();
    }

    public SteppedClock Clock { get; } = new();

    public FaultyStore Store { get; }

    public RecordedWorkdayTimers Timers { get; } = new();

    public RecordedMail Mail { get; } = new();

    public static async Task<AccountDesk> OpenAsync()
    {
        var desk = new AccountDesk();
        await desk.Store.EnsureCreatedAsync();
        return desk;
    }

    public T Get<T>()
        where T : notnull =>
        services.GetRequiredService<T>();

    /// <summary>The services as another process has them, on the same data.</summary>
    public ServiceProvider Open(int iterations = 1000) => Services(iterations).BuildServiceProvider();

    public Task<Outcome<SignedIn>> RegisterAsync(string email = "ann@example.com", string? username = null) =>
        Get<Registration>().RegisterAsync(
            Register.Read(Fields(new { name = "Ann", email, password = FocusflowTestApp.Password, username })).Value, Timers);

    public Task<Outcome<SignedIn>> SignInAsync(string email = "ann@example.com", string password = FocusflowTestApp.Password, string? address = null, string? device = null) =>
        Get<SignIn>().SignInAsync(new Credentials(email, password, address, device));

    public Task<Outcome<Account>> UpdateAsync(string userId, object change) =>
        Get<AccountEditor>().ChangeAsync(userId, ExpectedVersion.Any, UpdateUser.Read(Fields(change)).Value.Decide, Timers);

    public Task<Outcome<Account>> SetAsync(string userId, object settings) =>
        Get<AccountEditor>().ChangeAsync(
            userId, ExpectedVersion.Any, account => UpdateSettings.Read(Fields(settings)).Value.Decide(account), Timers);

    public static FieldReader Fields(object body) => new(JsonSerializer.SerializeToElement(body), UserCalendar.Utc);

    public void Dispose()
    {
        services.Dispose();
        database.Dispose();
    }

    // Asked for with each commit, when there are services; what the others of Open have read they believe for a while.
    private IEnumerable<ICommitObserver> Observed() => [new Telling(() => services)];

    private sealed class Telling(Func<ServiceProvider?> services) : ICommitObserver
    {
        public void Committed(DocumentBatch batch)
        {
            foreach (var observer in services()?.GetServices<ICommitObserver>() ?? [])
                observer.Committed(batch);
        }
    }

    private ServiceCollection Services(int iterations)
    {
        var collection = new ServiceCollection();
        collection.AddSingleton<IDocumentStore>(Store);
        collection.AddSingleton<TimeProvider>(Clock);
        collection.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = Environments.Development });
        collection.AddLogging().AddSingleton<IMailSender>(Mail).AddMail(new ConfigurationBuilder().Build());
        collection.AddPictures(new ConfigurationBuilder().Build());
        collection.AddAccounts(new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Focusflow:Auth:SigningKey", Convert.ToBase64String(new byte[32])),
            new("Focusflow:Accounts:PasswordIterations", $"{iterations}"),
        ]).Build());
        collection.AddReminders().AddWellness().AddWorkLog();
        return collection;
    }
}
