package io.tidecast.model.forecast;

/// What the newest update of a series' network was like.
///
/// @param updates      made so far
/// @param loss         mean loss over the window before the weights moved; NaN: no update yet
/// @param gradientNorm Euclidean norm of the gradient before it was shortened; NaN: no update yet
/// @param clipped      whether the gradient was shortened
public record NetworkUpdate(long updates, double loss, double gradientNorm, boolean clipped) {
    /// There is no network, or it has not learnt yet.
    public static final NetworkUpdate NONE = new NetworkUpdate(0, Double.NaN, Double.NaN, false);
}
