package io.tidecast.connectors.influx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ForecastLinesTest {
    private final ForecastLines lines = new ForecastLines("forecast", "actual");

    @Test
    void writesAPointForEachHorizonAtItsTimeAndTheReadingAtItsOwn() {
        assertEquals(List.of(
                "forecast,horizon=1,key=oven/temp value=61.25,lower=60.5,upper=62.0,level=0.9,issued_at=1767607200000i 1767607500000",
                "forecast,horizon=2,key=oven/temp value=62.0,lower=59.0,upper=65.0,level=0.9,issued_at=1767607200000i 1767607800000",
                "actual,key=oven/temp value=61.0 1767607200000"),
                lines.of(SampleForecasts.next("oven/temp").setAhead(List.of(SampleForecasts.ahead(2)))
                        .build()));
    }

    @Test
    void tagsTheFieldsOfASeriesOfSeveral() {
        assertEquals(List.of(
                "forecast,field=temp,horizon=1,key=oven value=61.0,lower=59.0,upper=65.0,level=0.9,issued_at=1767607200000i 1767607500000",
                "actual,field=temp,key=oven value=5.5 1767607200000"),
                lines.of(SampleForecasts.next("oven").setFields(List.of(SampleForecasts.field("temp")))
                        .build()));
    }

    @Test
    void escapesWhatLineProtocolGivesAMeaning() {
        assertEquals(
                "forecast,horizon=1,key=a\\,b\\=c\\ d\\ e value=61.25,lower=60.5,upper=62.0,level=0.9,issued_at=1767607200000i 1767607500000",
                lines.of(SampleForecasts.next("a,b=c d\ne").build()).getFirst());
    }

    @Test
    void leavesReadingsOutWhereTheyAreMissingOrNotWanted() {
        assertEquals(1, lines.of(SampleForecasts.next("oven").setActual(null).build()).size());
        assertEquals(1, new ForecastLines("forecast", "").of(SampleForecasts.next("oven").build()).size());
    }
}
