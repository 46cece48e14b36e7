package io.tidecast.app.kafka;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThreadDeathsTest {
    private final AtomicLong nanos = new AtomicLong();

    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void eachThreadMayDieFiveTimes(int threads) {
        var deaths = new ThreadDeaths(threads, nanos::get);
        for (int death = 1; death <= 5 * threads; death++) {
            assertFalse(deaths.add(), "death " + death);
        }
        assertTrue(deaths.add());
    }

    @Test
    void aDeathCountsForTenMinutes() {
        var deaths = new ThreadDeaths(1, nanos::get);
        for (int death = 0; death < 30; death++) {
            assertFalse(deaths.add());
            nanos.addAndGet(Duration.ofMinutes(2).toNanos() + 1);
        }
    }
}
