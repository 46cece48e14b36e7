package io.tidecast.app.web;

import io.tidecast.model.forecast.Attribution;
import io.tidecast.model.forecast.Counters;
import io.tidecast.model.forecast.ExpertKind;
import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.Forecast.FieldForecast;
import io.tidecast.model.forecast.Forecast.HorizonForecast;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.NetworkSettings;
import io.tidecast.model.forecast.NetworkUpdate;
import io.tidecast.model.forecast.Scale;
import io.tidecast.topology.LiveForecasters.Ahead;
import io.tidecast.topology.SeriesCopy;
import io.tidecast.topology.SeriesState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the queries about one series answer, from its live state, as it stands in the JSON. Times are ISO-8601 in UTC; what is not known is null.
final class LiveAnswers {
    private LiveAnswers() {}

    /// What a series is like at the moment.
    ///
    /// @param standby whether a standby answered, which may be some moments behind
    /// @param model      id of its model
    /// @param stateBytes of its whole state
    record KeyState(String key, int partition, boolean standby, long readings, @Nullable String lastTime,
            String status, boolean frozen, boolean quarantined, @Nullable Double learningRate, long updates,
            String model, int stateBytes, Network network, Happened happened, List<FieldState> fields) {
        static KeyState of(SeriesCopy copy, boolean standby) {
            SeriesState state = copy.state();
            Forecast newest = copy.newest().orElse(null);
            var fields = newest == null
                    ? List.<FieldState>of()
                    : newest.fields().stream()
                            .map(field -> FieldState.of(field,
                                    copy.scales().get(copy.fields().indexOf(field.field()))))
                            .toList();
            return new KeyState(state.key(), partitionOf(state), standby, state.readings(),
                    text(state.lastTime()), newest == null ? "NEW" : newest.status().name(), state.frozen(),
                    state.quarantined(),
                    state.learningRate().isPresent() ? state.learningRate().getAsDouble() : null,
                    newest == null ? 0 : newest.updates(), copy.options().modelId(), copy.stateBytes(),
                    Network.of(copy), Happened.of(copy.counters()), fields);
        }
    }

    /// The network of a series.
    ///
    /// @param cell    such as lstm; null: the model has no network
    /// @param hidden  values of its hidden state
    /// @param window  readings that it learns from at a time
    /// @param updates of its weights
    /// @param gates   how often they stand at the ends of their range over the window
    record Network(@Nullable String cell, int layers, int hidden, int window, long updates,
            @Nullable Double loss, @Nullable Double gradientNorm, List<Gate> gates) {
        static Network of(SeriesCopy copy) {
            NetworkUpdate update = copy.lastUpdate();
            NetworkSettings settings = copy.options().network();
            boolean exists = copy.options().experts().contains(ExpertKind.RNN);
            return new Network(exists ? ForecasterOptions.id(settings.cell()) : null,
                    exists ? settings.layers() : 0, copy.state().network().hidden().length,
                    exists ? settings.window() : 0, update.updates(), finite(update.loss()),
                    finite(update.gradientNorm()),
                    copy.gateSaturation().stream()
                            .map(one -> new Gate(one.layer(), one.gate(), one.low(), one.high())).toList());
        }
    }

    /// A gate of the network, or its candidate state.
    ///
    /// @param low  share of its values in the lowest tenth of its range
    /// @param high share of its values in the highest tenth of its range
    record Gate(int layer, String gate, double low, double high) {}

    /// What has happened to a series.
    record Happened(long missing, long gaps, long anomalies, long drifts, long restarts) {
        static Happened of(Counters c) {
            return new Happened(c.missing(), c.gaps(), c.anomalies(), c.drifts(), c.restarts());
        }
    }

    /// One field of a series and its next step.
    record FieldState(String field, @Nullable Double actual, double next, double lower, double upper,
            double level, @Nullable Double mae, @Nullable Double lastValueMae, @Nullable Double skill,
            @Nullable Double coverage, Unit scale, List<Expert> experts) {
        static FieldState of(FieldForecast f, Scale scale) {
            HorizonForecast next = f.next();
            Forecast.Recent recent = next.recent();
            return new FieldState(f.field(), finite(f.actual()), next.value(), next.lower(), next.upper(),
                    next.intervals().getFirst().level(), recent == null ? null : recent.mae(),
                    recent == null ? null : recent.lastValueMae(), recent == null ? null : recent.skill(),
                    recent == null ? null : recent.coverage(),
                    new Unit(finite(scale.mean()), scale.deviation(), scale.stepRms()), expertsOf(next));
        }
    }

    /// What a field is counted in.
    ///
    /// @param deviation standard deviation of its level
    /// @param stepRms   RMS change from one reading to the next
    record Unit(@Nullable Double mean, double deviation, double stepRms) {}

    /// What one expert says of the next step, and how much it counts.
    record Expert(String name, @Nullable Double value, double weight) {}

    /// Forecasts from the present state of a series.
    record AheadForecast(String key, int partition, boolean standby, @Nullable String issuedAt,
            List<Step> steps) {
        /// Steps up to the configured horizon are as they were published, with intervals; those beyond are the series' own forecasts
        /// fed back to it.
        static AheadForecast of(SeriesCopy copy, boolean standby, int horizon) {
            Forecast newest = copy.newest().orElse(null);
            var steps = new ArrayList<Step>();
            for (Ahead ahead : copy.forecast(horizon)) {
                steps.add(Step.of(ahead, newest, copy.fields()));
            }
            return new AheadForecast(copy.state().key(), partitionOf(copy.state()), standby,
                    text(copy.state().lastTime()), steps);
        }
    }

    /// One step ahead.
    ///
    /// @param issued whether it is as published; or else it comes of feeding forecasts back
    record Step(int step, String time, boolean issued, Map<String, Value> fields) {
        static Step of(Ahead ahead, @Nullable Forecast newest, List<String> names) {
            var values = new LinkedHashMap<String, Value>();
            boolean issued = false;
            for (int c = 0; c < names.size(); c++) {
                HorizonForecast published = published(newest, names.get(c), ahead.steps());
                issued |= published != null;
                values.put(names.get(c), published != null
                        ? new Value(published.value(), published.lower(), published.upper())
                        : new Value(finite(ahead.values().get(c)), null, null));
            }
            return new Step(ahead.steps(), ahead.time().toString(), issued, values);
        }

        private static @Nullable HorizonForecast published(@Nullable Forecast newest, String field,
                int step) {
            return newest == null
                    ? null
                    : newest.fields().stream().filter(f -> f.field().equals(field))
                            .flatMap(f -> f.horizons().stream()).filter(h -> h.horizon() == step).findFirst()
                            .orElse(null);
        }
    }

    /// A forecast and the interval of the first level; null: none.
    record Value(@Nullable Double value, @Nullable Double lower, @Nullable Double upper) {}

    /// What would be.
    record WhatIf(String key, List<Step> steps) {
        static WhatIf of(String key, List<Ahead> ahead, List<String> fields) {
            return new WhatIf(key, ahead.stream().map(step -> Step.of(step, null, fields)).toList());
        }
    }

    /// Where the forecasts of the next step come from.
    record Explanation(String key, int partition, boolean standby, List<FieldExplanation> fields) {
        static Explanation of(SeriesCopy copy, boolean standby, int readings) {
            Forecast newest = copy.newest().orElse(null);
            List<Attribution> attributions = copy.attributions();
            var fields = new ArrayList<FieldExplanation>();
            for (FieldForecast field : newest == null ? List.<FieldForecast>of() : newest.fields()) {
                Attribution of = attributions.stream().filter(a -> a.target().equals(field.field()))
                        .findFirst().orElse(null);
                fields.add(new FieldExplanation(field.field(), field.next().value(), expertsOf(field.next()),
                        of == null ? List.of() : of.inputs(), of == null ? List.of() : rows(of, readings)));
            }
            return new Explanation(copy.state().key(), partitionOf(copy.state()), standby, fields);
        }

        private static List<List<@Nullable Double>> rows(Attribution attribution, int readings) {
            double[][] values = attribution.values();
            var rows = new ArrayList<List<@Nullable Double>>();
            for (int k = Math.max(0, values.length - readings); k < values.length; k++) {
                var row = new ArrayList<@Nullable Double>();
                for (double value : values[k]) {
                    row.add(finite(value));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    /// One field's next step.
    ///
    /// @param inputs        names of the network's inputs
    /// @param contributions gradient times input, in the unit of the field, for each of the last readings, the oldest first
    record FieldExplanation(String field, double next, List<Expert> experts, List<String> inputs,
            List<List<@Nullable Double>> contributions) {}

    private static List<Expert> expertsOf(HorizonForecast forecast) {
        return forecast.experts().stream().map(
                expert -> new Expert(expert.expert().id(), finite(expert.value()), expert.weight())).toList();
    }

    private static int partitionOf(SeriesState state) {
        return Integer.parseInt(state.task().substring(state.task().indexOf('_') + 1));
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
