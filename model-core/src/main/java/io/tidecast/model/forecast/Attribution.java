package io.tidecast.model.forecast;

import java.util.List;

/// Where the network's forecast of one target's next step comes from: gradient times input (Shrikumar et al. 2016), to first order what
/// the forecast would lack if the input had been 0.
///
/// @param target what is forecast
/// @param inputs names of the network's inputs, `[I]`
/// @param values contributions to the forecast change from the last value, in the unit of the target, the oldest reading first, `[K][I]`
@SuppressWarnings("ArrayRecordComponent") // A copy for whoever asks; compared nowhere.
public record Attribution(String target, List<String> inputs, double[][] values) {}
