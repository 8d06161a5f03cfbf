using Focusflow.Functions.Foundation.Middleware;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Http;

public sealed class RequestRateTests
{
    private readonly Ticks clock = new();

    [Fact]
    public void The_whole_allowance_may_be_used_at_once_and_comes_back_evenly()
    {
        var rate = new RequestRate<string>(60, clock);
        for (var i = 0; i < 60; i++)
            rate.Take("ann").ShouldBeNull();

        rate.Take("ann").ShouldBe(TimeSpan.FromSeconds(1));
        rate.Take("ben").ShouldBeNull();
        clock.Pass(TimeSpan.FromSeconds(1));
        rate.Take("ann").ShouldBeNull();
        rate.Take("ann").ShouldNotBeNull();
        clock.Pass(TimeSpan.FromSeconds(10));
        Enumerable.Range(0, 20).Count(_ => rate.Take("ann") is null).ShouldBe(10);
    }

    [Fact]
    public void In_no_minute_more_than_twice_the_allowance_passes_and_in_the_long_run_no_more_than_the_allowance()
    {
        var rate = new RequestRate<int>(10, clock);
        var passed = 0;
        for (var second = 0; second < 600; second++)
        {
            passed += Enumerable.Range(0, 5).Count(_ => rate.Take(1) is null);
            clock.Pass(TimeSpan.FromSeconds(1));
        }

        passed.ShouldBeInRange(100, 110);
    }

    [Fact]
    public void Concurrent_requests_take_no_more_than_there_is()
    {
        var rate = new RequestRate<string>(100, clock);
        var passed = 0;

        Parallel.For(0, 1000, _ =>
        {
            if (rate.Take("ann") is null)
                Interlocked.Increment(ref passed);
        });

        passed.ShouldBe(100);
    }

    [Theory]
    [InlineData(true, "198.51.100.7", null, "198.51.100.7")]
    [InlineData(true, null, "198.51.100.7:4711", "198.51.100.7")]
    [InlineData(true, "::ffff:198.51.100.7", null, "198.51.100.7")]
    [InlineData(true, "2001:db8:1:2::1", null, "2001:db8:1:2:ffff::9")]
    [InlineData(true, null, "[2001:db8:1:2::1]:4711", "2001:db8:1:2::")]
    public void Front_ends_tell_the_address(bool trusted, string? clientIp, string? withPort, string same)
    {
        var addresses = new ClientAddresses(new RequestLimits { TrustClientIp = trusted });

        addresses.NetworkOf(From("X-Client-IP", clientIp, "CLIENT-IP", withPort)).ShouldBe(addresses.NetworkOf(From("X-Client-IP", same)));
    }

    [Fact]
    public void Nobody_is_believed_about_the_address_unless_the_front_end_is_trusted()
    {
        var addresses = new ClientAddresses(new RequestLimits());

        addresses.NetworkOf(From("X-Client-IP", "198.51.100.7")).ShouldBe(addresses.NetworkOf(From("X-Client-IP", "198.51.100.8")));
        addresses.TrustedOf(From("X-Client-IP", "198.51.100.7")).ShouldBeNull();
    }

    private static DefaultHttpContext From(string name, string? value, string? other = null, string? otherValue = null)
    {
        var http = new DefaultHttpContext();
        if (value is not null)
            http.Request.Headers[name] = value;
        if (other is not null && otherValue is not null)
            http.Request.Headers[other] = otherValue;
        return http;
    }

    private sealed class Ticks : TimeProvider
    {
        private long now = 1_000_000;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => now;

        public void Pass(TimeSpan time) => now += (long)time.TotalMilliseconds;
    }
}
