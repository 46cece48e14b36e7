package io.tidecast.app.crash;

import java.util.List;

/// What a [ScaleRun] is of.
///
/// @param keys       series
/// @param readings   of each
/// @param partitions of the readings
/// @param instances  of the application, in processes of their own
/// @param heap       of each, MB
/// @param settings   of the application, `key=value`
record ScaleSetup(int keys, int readings, int partitions, int instances, int heap, List<String> settings) {}
