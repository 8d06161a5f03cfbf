using Focusflow.Clients;

// Two generators, one story: dotnet run -- kiota|nswag http://localhost:7071/api EMAIL
if (args is not [var generator, var url, var email])
{
    Console.Error.WriteLine("kiota|nswag URL EMAIL");
    return 2;
}

var bearer = new Bearer();
using var http = new HttpClient(bearer) { BaseAddress = new Uri(url.TrimEnd('/') + '/') };
await (generator == "kiota" ? KiotaStory.TellAsync(http, bearer, email) : NSwagStory.TellAsync(http, bearer, email));
return 0;
